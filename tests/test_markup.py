"""Small pieces of HTML: what is text stays text."""

from sim import markup


def test_text_is_never_markup() -> None:
    page = markup.titled("<b>", " & more") + markup.table([("a < b", '"quoted"')])
    assert "<b>&lt;b&gt;</b> &amp; more" in page
    assert "<th>a &lt; b</th><td>&quot;quoted&quot;</td>" in page


def test_a_table_has_headings_where_they_are_given() -> None:
    rows = [("one", "1"), ("two", "2")]
    assert markup.table(rows, ("name", "value")).count("<tr>") == 3
    assert "<th>" not in markup.table(rows, named=False)


def test_attributes_that_are_empty_are_left_out() -> None:
    assert markup.cell("5", class_="number", scope="") == '<td class="number">5</td>'
    assert markup.row([markup.cell("a"), markup.cell("b", "th")]) == "<tr><td>a</td><th>b</th></tr>"
