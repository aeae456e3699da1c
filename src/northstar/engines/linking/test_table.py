"""A file read column by column gives the same people as one read row by row."""

from hypothesis import given, settings
from hypothesis import strategies as st

from northstar.engines.linking.columns import WORTH_SHARING, numbered
from northstar.engines.linking.table import people_of
from northstar.engines.linking.traits import of_columns

_SAID = {
    "source": ["", "a", "b", "a|b"], "mrn": ["", "1", "2", "b|1"],
    "given": ["", "Ana", "Mary Ann", "Allie", "Baby Boy", "UNKNOWN", "José", "王"],
    "family": ["", "Lopez", "Garcia-Lopez", "Reyes Jr.", "de la Cruz", "NONE"],
    "maiden": ["", "Berg", "Berg-Chen"], "previous_family": ["", "Ito"], "middle": ["", "M.", "Marie"],
    "suffix": ["", "Sr", "MD"], "birth_date": ["", "1951-06-02", "06/02/1951", "1900-01-01", "1951"],
    "sex": ["", "F", "male", "other"], "phone": ["", "206-555-0144", "0000000000", "+1 (206) 555-0144"],
    "email": ["", "Ana+x@Example.org", "noemail@example.org"], "ssn": ["", "351-85-7241", "***-**-7241", "999-99-9999"],
    "address": ["", "12 N Oak St., Apt. 4", "PO Box 12", "9 Elm Rd #2", "homeless"], "city": ["", "Reno", "UNK"],
    "state": ["", "NV"], "postal_code": ["", "9001", "98101-1234", "K1A 0B1"],
}  # fmt: skip
_ROW = st.fixed_dictionaries({name: st.sampled_from(words) for name, words in _SAID.items()})


@given(st.lists(_ROW, min_size=1, max_size=12), st.sets(st.sampled_from(sorted(_SAID)), min_size=1))
@settings(max_examples=80, deadline=None)
def test_the_same_people(rows, told):
    table = {name: [row[name] for row in rows] for name in sorted(told)}
    assert list(people_of(table)) == of_columns(table)


def test_the_same_people_where_names_are_counted():
    names = ["Ana"] * 300 + ["Bo"] * 200 + ["Cy", "Di"]
    table = {"given": names, "family": names[::-1]}
    assert list(people_of(table)) == of_columns(table)


def test_nobody_is_marked_but_newborns():
    assert people_of({"given": ["Ana", "Baby Boy", ""]}).marked() == {1}


def test_many_texts_are_numbered_as_few_are():
    texts = ["王", "", "Ana", "Ana", "a\0", *map(str, range(WORTH_SHARING))]
    told, known = numbered(texts), list(dict.fromkeys(["", *texts]))
    assert told.known == known
    assert [known[n] for n in told.of.tolist()] == texts
    odd = [*texts, "\ud800"]
    assert numbered(odd).words(numbered(odd).of) == odd
