"""Tables."""

from blocks.health import health_table
from blocks.help import help_table
from blocks.table import Table
from blocks.vuln_analyze import remedies_table
from blocks.vuln_check import findings_table
from core.answers.health import State
from core.answers.help import Help, HelpLine
from tests.blocks.answers import analysis_of, findings_of, health_of
from tests.core.examples import finding

LINE = HelpLine(slash="/x", cli="x", tool="x", summary="X.", example="/x")


def test_every_row_of_every_table_has_a_text_per_column() -> None:
    tables = [
        findings_table(findings_of([finding()])),
        remedies_table(analysis_of([finding()])),
        health_table(health_of(State.GOOD)),
        help_table(Help(operations=(LINE,))),
    ]
    assert all(table.rows and len(row) == len(table.columns) for table in tables for row in table.rows)


def test_an_empty_table_says_so() -> None:
    assert Table("x", ("a",), ()).empty == "Nothing."
    assert findings_table(findings_of([])).empty == "No findings."
