"""Exports of known systems, and those of the shared folder, are read as shops mean them."""

import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO

import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.reading.fields import usual_names
from rfm.reading.layouts import layout_of, shipped_layouts

SHOPIFY = (
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Cancelled at,Refunded Amount",
    "#1,ann@x.org,paid,USD,55,2024-01-05 23:00:00 -0500,1,Mug,20,,5",
    "#1,ann@x.org,,,,2024-01-05 23:00:00 -0500,3,Plate,10,,",
    "#2,Bob@x.org,paid,USD,40,2024-02-05 10:00:00 -0500,2,Mug,20,2024-02-06 10:00:00 -0500,0",
    "#2,bob@x.org,,,,2024-02-05 10:00:00 -0500,1,Mug,20,,",
    "#3,bob@x.org,partially_refunded,USD,30,2024-03-05 10:00:00 -0500,1,Lid,30,,10",
)


def in_this_process(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
    """Run `PYTHON -m rfm ...` here: to start a process for each file takes most of the time."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        ended = main(command[command.index("rfm") + 1 :])
    return subprocess.CompletedProcess(command, ended, said.getvalue().encode())


def test_every_shared_export_is_as_expected(shared, monkeypatch, capsys):
    folder = shared / "exports"
    found = spec_from_file_location("shared_check", folder / "check.py")
    check = module_from_spec(found)
    monkeypatch.setitem(sys.modules, found.name, check)
    found.loader.exec_module(check)
    monkeypatch.setattr(subprocess, "run", in_this_process)
    monkeypatch.setattr(sys, "argv", ["check.py", str(folder)])
    assert not check.main(), capsys.readouterr().out


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.title)
def test_a_shipped_layout_is_known_by_its_own_header(layout):
    assert layout_of(layout.header) == layout
    assert layout_of([name.upper() for name in reversed(layout.header)]) == layout
    assert set(layout.fields) <= set(usual_names())
    named = {name for names in layout.fields.values() for name in names}
    assert named >= set(layout.columns(named).values())


def test_what_a_user_names_goes_before_a_known_layout(read):
    header = "Order Number,Order Status,Order Date,Billing Email,Customer Id,Order Total"
    rows = ("1,completed,2024-01-05,a@x.org,11,10", "2,completed,2024-02-05,a@x.org,12,20")
    assert set(read(header, *rows).customers) == {"11", "12"}
    named = read(header, *rows, columns={schema.CUSTOMER_ID: "Billing Email"})
    assert named.customers == {"a@x.org": (2, 30)}


@pytest.mark.parametrize("most_bytes", [2**20, 0], ids=["in memory", "in a file"])
def test_a_whole_export_is_read_by_the_same_rules_in_memory_and_in_a_file(
    read, monkeypatch, most_bytes
):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", most_bytes)
    guest = "#4,,paid,USD,10,2024-05-06 10:00:00 -0400,1,Lid,10,,0"
    found = read(*SHOPIFY, guest, columns={schema.CUSTOMER_ID: "Email"})
    assert found.customers == {"ann@x.org": (1, 50), "bob@x.org": (1, 20)}
    assert found.last_day == "2024-03-05"
    assert "It looks like an export of Shopify, orders." in found.notes
    assert "2 rows are no purchases by 'Cancelled at'" in found.notes


@pytest.mark.parametrize(
    "header",
    [
        "Pedido,Fecha,Cliente,Importe,Estado",
        "N° commande,Date de commande,Client,Montant TTC,Statut",
        "Ordine,Data,Cliente,Totale,Stato",
        "Bestelnummer,Besteldatum,Klant,Totaal,Status",
        "Sale ID,Date added,Consumer name,Invoice amount,Status",
        "Numer zamówienia,Data zamówienia,Klient,Wartość,Stan",
        "注文番号,注文日,顧客番号,合計金額,ステータス",
        "订单编号,下单时间,买家会员名,实付金额,订单状态",
        "Número do pedido,Data do pedido,Cliente,Valor total,Situação",
        "Номер заказа,Дата заказа,Клиент,Сумма,Статус",
        "Order No.,Order Date,Customer,Order Total,Order Payment State",
    ],
)
def test_headers_of_many_languages_and_systems_are_known(read, header):
    rows = ("1,05/01/2024,A,10,paid", "2,16/01/2024,B,5,Annulato", "3,17/01/2024,B,5,paid")
    assert read(header, *rows).customers == {"A": (1, 10), "B": (1, 5)}


def test_a_payment_of_paypal_in_german_is_the_buyer_s_and_its_refund_too(read):
    found = read(
        "Datum;Uhrzeit;Typ;Status;Währung;Brutto;Netto;Absender E-Mail-Adresse;"
        "Empfänger E-Mail-Adresse;Transaktionscode;Rechnungsnummer",
        "13.01.2024;10:00:00;Website-Zahlung;Abgeschlossen;EUR;1.050,00;1.040,00;a@x.org;s@s.org;T1;1",
        "14.01.2024;10:00:00;Rückzahlung;Abgeschlossen;EUR;-50,00;-49,00;s@s.org;a@x.org;T2;1",
        "15.01.2024;10:00:00;Handyzahlung;Abgelehnt;EUR;60,00;59,00;b@x.org;s@s.org;T3;2",
        "16.01.2024;10:00:00;Bankgutschrift auf PayPal-Konto;Abgeschlossen;EUR;9,00;9,00;;;T4;",
    )
    assert found.customers == {"a@x.org": (1, 1000)}
