"""The same page in Streamlit. `streamlit run streamlit_page.py -- FILE`."""

import sys

import pandas as pd
import plotly.express as px
import streamlit as st

st.set_page_config(layout="wide")
customers = pd.read_csv(sys.argv[1])
chosen = st.multiselect("Segment", sorted(customers["segment"].unique()))
shown = customers[customers["segment"].isin(chosen)] if chosen else customers
groups = shown.groupby("segment", as_index=False).agg(
    customers=("customer_id", "size"), revenue=("monetary", "sum")
)
charts = (
    px.treemap(groups, path=["segment"], values="customers"),
    px.scatter(shown, x="recency_days", y="monetary", color="segment", log_y=True),
    px.bar(groups, x="revenue", y="segment"),
    px.scatter(shown, x="frequency", y="monetary", color="segment", log_x=True, log_y=True),
)
for pair in (charts[:2], charts[2:]):
    for column, chart in zip(st.columns(2), pair, strict=True):
        column.plotly_chart(chart)
st.dataframe(shown)
