"""FHIR XML in the shape of FHIR JSON, so that one reader reads both.

Without the definitions a lone element could be a single value or a list of one; the fields that are
always lists are named below. Numbers and booleans stay words and are read as such by `fields`.
"""

from lxml import etree

FHIR = "{http://hl7.org/fhir}"
_XHTML = "{http://www.w3.org/1999/xhtml}div"
_DEEPEST = 200
_NO_DTD = "this XML declares a document type, which FHIR forbids"

_LIST_FIELDS = """
    entry identifier telecom address line given prefix suffix extension modifierExtension contained
    coding communication category participant performer component interpretation referenceRange
    reaction manifestation reasonCode reasonReference diagnosis note dosageInstruction dosage
    doseAndRate item answer answerOption payload basedOn partOf result presentedForm activity target
    generalPractitioner contact relationship profile security tag replaces instantiatesCanonical
    instantiatesUri supportingInfo section author addresses goal careTeam insurance payor class
    adjudication procedure relatesTo content hasMember derivedFrom bodySite specialty serviceType
    recipient output input focus destination parameter link agent entity option
    name
"""
_LISTS = frozenset(_LIST_FIELDS.split())
# Lists in one place, single values in another: the parent decides.
_SINGLE = frozenset(
    {
        ("Organization", "name"), ("Location", "name"), ("CareTeam", "name"), ("Questionnaire", "name"),
        ("ValueSet", "name"), ("source", "name"), ("class", "name"), ("destination", "name"),
        ("parameter", "name"), ("HealthcareService", "name"), ("Group", "name"), ("Library", "name"),
        ("Location", "address"), ("contact", "name"), ("Task", "focus"), ("detail", "category"),
        ("Coverage", "relationship"), ("FamilyMemberHistory", "relationship"),
        ("QuestionnaireResponse", "author"), ("QuestionnaireResponse", "identifier"),
        ("CarePlan", "author"), ("Bundle", "identifier"),
        ("Endpoint", "name"), ("InsurancePlan", "name"), ("PlanDefinition", "name"), ("Measure", "name"),
        ("Procedure", "category"), ("DetectedIssue", "author"), ("MedicationStatement", "category"),
        ("Encounter", "class"), ("MessageHeader", "author"), ("relatesTo", "target"),
        ("MedicationDispense", "category"), ("Composition", "identifier"), ("Media", "content"),
        ("StructureDefinition", "name"), ("SearchParameter", "name"),
        ("DiagnosticReport", "bodySite"), ("Observation", "bodySite"),
    }
)  # fmt: skip


class NotXml(ValueError):
    """The XML cannot be read, for the reason given in one plain sentence."""


def read(data: bytes) -> dict:
    """A FHIR XML resource as the dictionary its JSON would give."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotXml(_NO_DTD)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f": it breaks at line {line}" if line else ""
        raise NotXml(f"this is not proper XML{where}") from None
    if root.getroottree().docinfo.doctype:
        raise NotXml(_NO_DTD)
    if not isinstance(root.tag, str) or not root.tag.startswith(FHIR):
        raise NotXml("this is XML, but not FHIR")
    return _resource(root, 0)


def _resource(node, depth: int) -> dict:
    kind = node.tag.removeprefix(FHIR)
    return {"resourceType": kind, **_fields(node, kind, depth)}


def _fields(node, parent: str, depth: int) -> dict:
    if depth > _DEEPEST:
        raise NotXml("this XML is nested deeper than any record is")
    found: dict = {key: node.get(key) for key in ("id", "url") if node.get(key) is not None}
    for child in node:
        if not isinstance(child.tag, str):
            raise NotXml("this XML refers to an entity, which FHIR forbids")
        name = child.tag.removeprefix(FHIR)
        if child.tag == _XHTML:
            name = "div"
        elif _only_extended(child, name):
            name = f"_{name}"  # a missing value with its reason, as JSON writes it
        _put(found, name, parent, _value(child, name, depth + 1))
    return found


def _only_extended(node, name: str) -> bool:
    """True for an element without a value that carries nothing but extensions."""
    if "xtension" in name or not len(node) or node.get("value") is not None:
        return False
    return all(child.tag == f"{FHIR}extension" for child in node)


def _put(found: dict, name: str, parent: str, value) -> None:
    if name in found:
        if type(found[name]) is not list:
            found[name] = [found[name]]
        found[name].append(value)
    elif name in _LISTS and (parent, name) not in _SINGLE:
        found[name] = [value]
    else:
        found[name] = value


def _value(node, name: str, depth: int):
    if node.tag == _XHTML:
        return etree.tostring(node, encoding="unicode", with_tail=False)
    plain = node.get("value")
    if plain is not None:
        return plain
    if name in ("resource", "contained", "outcome") and len(node) == 1:
        inner = node[0]
        if isinstance(inner.tag, str) and inner.tag.removeprefix(FHIR)[:1].isupper():
            return _resource(inner, depth)
    return _fields(node, name, depth)
