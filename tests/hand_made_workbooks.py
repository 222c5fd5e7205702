"""Workbooks as spreadsheet programs save them, without one."""

import io
import zipfile


def cell(value):
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def workbook(rows):
    """Return the bytes of the smallest workbook that holds rows."""
    package = "http://schemas.openxmlformats.org"
    main = f'xmlns="{package}/spreadsheetml/2006/main"'
    office = f"{package}/officeDocument/2006/relationships"
    body = "".join(f"<row>{''.join(cell(value) for value in row)}</row>" for row in rows)
    relation = f'<Relationships xmlns="{package}/package/2006/relationships"><Relationship Id="r1"'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/package/2006/content-types"/>',
        "_rels/.rels": f'{relation} Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="Online Retail" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{relation} Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{body}</sheetData></worksheet>",
    }
    return packed(parts)


def packed(parts):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return archive.getvalue()
