"""Small files that would fill a machine, put together by hand."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from tests.hand_made_workbooks import packed

PACKAGE = "http://schemas.openxmlformats.org"
MAIN = f'xmlns="{PACKAGE}/spreadsheetml/2006/main"'
OFFICE = f"{PACKAGE}/officeDocument/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def in_sheets(*sheets, texts=(), start=""):
    """Return a workbook with sheets of rows in XML, and texts that its cells name by number."""
    numbered = range(1, len(sheets) + 1)
    named = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbered)
    related = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbered
    )
    shared = f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/package/2006/relationships">'
    main = f'<Relationship Id="w" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/package/2006/content-types"/>',
        "_rels/.rels": f"{relations}{main}</Relationships>",
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}">'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{relations}{related}{shared}</Relationships>",
        "xl/sharedStrings.xml": f"{start}<sst {MAIN}>"
        + "".join(f"<si><t>{text}</t></si>" for text in texts)
        + "</sst>",
    }
    for number, rows in zip(numbered, sheets, strict=True):
        body = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
        parts[f"xl/worksheets/sheet{number}.xml"] = start + body
    return packed(parts)


def in_document(rows):
    """Return an .ods file with one sheet of rows in XML."""
    spaces = " ".join(f'xmlns:{one}="{OPEN}:{one}:1.0"' for one in ("office", "table", "text"))
    table = f'<table:table table:name="S1">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    return packed(parts)


def cell(place, text="x"):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def repeated(kind, times, inside=""):
    return (
        f'<table:table-{kind} table:number-{kind}s-repeated="{times}">{inside}</table:table-{kind}>'
    )


def open_cell(text, times=1):
    stored = (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">'
    )
    return f"{stored}{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


HEADER = row(1, cell("A1", "customer"), cell("B1", "date"), cell("C1", "amount"))
LOG = HEADER + row(2, cell("A2", "a"), cell("B2", "2011-01-02"), cell("C2", "5"))
UNPLACED = "<c><v>1</v></c>"
EMPTY = '<table:table-cell table:number-columns-repeated="16000"/>'
OPEN_HEADER = f"<table:table-row>{open_cell('customer')}{open_cell('date')}</table:table-row>"
OTHERWISE = cell("XFD900000").replace('r="XFD900000"', "r = 'XFD900000'")
NAMED = "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(2, 8_000))


def table_of(columns):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd")
    return file.getvalue()


def again(values, times):
    places = pa.array([0] * times, pa.int32())
    return pa.DictionaryArray.from_arrays(places, pa.array(values))
