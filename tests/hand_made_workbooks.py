"""Workbooks as spreadsheet programs save them, without one."""

import base64
import io
import zipfile
import zlib


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


def open_document(sheets):
    """Return the bytes of an OpenDocument spreadsheet with sheets of rows by name."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{one}="{name}:{one}:1.0"' for one in ("office", "table", "text"))
    tables = "".join(
        f'<table:table table:name="{title}">{"".join(map(_open_row, rows))}</table:table>'
        for title, rows in sheets.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _open_row(row):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        if isinstance(value, str)
        else f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        for value in row
    )
    return f"<table:table-row>{cells}</table:table-row>"


# Sheet "Sales" of a workbook of 1997: A bought for 10.5 on 2024-01-05, B for 20 a day later.
OLD_WORKBOOK = zlib.decompress(
    base64.b85decode(
        "c-rk)O=uHA6#izDG(R-yrlvwGlu)p0Z6U2cc&TfuwI@rh2a5=r+C50pMAG!22d&l|1;LZzrO=C)suzFIgWfy"
        "{6+H-okmyM~2?`$CtZ&}#)>I=jphacAW!}7bGvChazIih{`(iO#n!DRp#t+yF4=Pp=4OKQlDd-k-P`zbI)y)"
        "HxEQNmx!2mh3!G}lT=YHu!>F+W$-0?mo3B03p9A_|`%bM|Z!~l;WCFB_TNebK~O9ZVvs%Dm_SZ-i>n_E6+xs"
        "NSZSoTxfk~oG%W4LRNGmFQx4z7zp-uFIp-ms+?EqEqp@rA3xZtFube>#=<J1g3~jhF}dZOF`;`BbKa7&&krU"
        "#vLr*^SgEab;g$y8zk0uD1JY*sp0`U<TGnp5R4<@xdc&d^nQIm{Us_l+NWuYwP~$sX}hj%oFE8s$f#2CMR>#"
        "*#gapWC-X>^zH0P^!6lnkzt_Pusb9dZVq&PRiKAC02)b7po#S;hk;JrE#3O`^3eE*ae^%~ytvz2z-BpWShy$"
        "|M2>KcXGL}~V>`=BeAi8^x3P@T(^1|z(&8uwXSvN~uI;3Lb}(KUTdMS}q!&LPe$ZZgZ)_udVW@mAw(#1RLkD"
        "e16U3L-EV@OvxN%+Lq2cDjSuWnPZ2f8J2xz)9cFWo4ny`!zt5KGANxmJiQqr7vCE20|TQJ+>v=_{l@9n%MOO"
        "l<|ZMIf}tufo@ux-yYIBbpCqjHnhnsHAyr6un>LQqgpP*6}%P*70#1q6S}+8^#-K6=<k1HbcMXPHt({U-TuF"
        "^U{r1v;1xB1?H5XX~0j8{re~y~G+h?*BrGqttsIX^itY(sj>YI@*cq=UFpR|9v4;Z~v8g#`%Z){|1?C&V&"
    )
)
