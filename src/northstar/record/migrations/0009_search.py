"""Words are found forgivingly: their keys, the words of notes, and how far both have been built."""

import django.db.models.deletion
from django.db import migrations, models


def _words_of_notes(apps, editor):
    if editor.connection.vendor == "sqlite":
        # Only which words stand in which note: no text, no places.
        editor.execute(
            "CREATE VIRTUAL TABLE record_note_words USING fts5("
            "words, content='', detail='none', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        editor.execute(
            "CREATE TABLE record_note_words (fact_id bigint PRIMARY KEY, words tsvector NOT NULL)"
        )
        editor.execute("CREATE INDEX record_note_words_held ON record_note_words USING gin (words)")


def _no_words_of_notes(apps, editor):
    editor.execute("DROP TABLE record_note_words")


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0008_partings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indexed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('version', models.PositiveSmallIntegerField(default=0)),
                ('upto', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('fact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='record.fact')),
                ('label', models.SmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Spelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=40)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='word',
            name='word_once',
        ),
        migrations.AddField(
            model_name='word',
            name='label',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='word',
            name='word',
            field=models.CharField(max_length=80),
        ),
        migrations.AddIndex(
            model_name='word',
            index=models.Index(fields=['word', 'identity', 'label'], name='word_found', opclasses=['varchar_pattern_ops', 'int8_ops', 'int2_ops']),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.UniqueConstraint(fields=('identity', 'word', 'label'), name='word_once'),
        ),
        migrations.AddField(
            model_name='note',
            name='identity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='record.identity'),
        ),
        migrations.AddIndex(
            model_name='spelling',
            index=models.Index(fields=['key', 'word'], name='spelling_key'),
        ),
        migrations.AddConstraint(
            model_name='spelling',
            constraint=models.UniqueConstraint(fields=('word', 'key'), name='spelling_once'),
        ),
        migrations.RunPython(_words_of_notes, _no_words_of_notes),
    ]
