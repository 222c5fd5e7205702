"""A page of Vizro over customers: four charts and a grid. `python vizro_page.py FILE PORT`."""

import sys

import pandas as pd
import vizro.models as vm
import vizro.plotly.express as px
from vizro import Vizro
from vizro.tables import dash_ag_grid

customers = pd.read_csv(sys.argv[1])
groups = customers.groupby("segment", as_index=False).agg(
    customers=("customer_id", "size"), revenue=("monetary", "sum")
)
charts = (
    px.treemap(groups, path=["segment"], values="customers"),
    px.scatter(customers, x="recency_days", y="monetary", color="segment", log_y=True),
    px.bar(groups, x="revenue", y="segment"),
    px.scatter(customers, x="frequency", y="monetary", color="segment", log_x=True, log_y=True),
)
page = vm.Page(
    title="Customers",
    components=[
        *(vm.Graph(figure=chart) for chart in charts),
        vm.Table(figure=dash_ag_grid(customers)),
    ],
    controls=[vm.Filter(column="segment")],
)
Vizro().build(vm.Dashboard(pages=[page])).run(port=int(sys.argv[2]), debug=False)
