/* General Segmentation: what its controls mean, and what a click on a chart means. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const same = function () { return window.dash_clientside.no_update; };

  function plotOf(graph) {
    const holder = document.getElementById(graph);
    return holder && holder.querySelector(".js-plotly-plot");
  }

  /* What a mark carries. Dash leaves it out of a click where it came as packed numbers; plotly
     still has it, of the mark below the mouse and of every mark in a row. */
  function ownDataOf(mark, graph) {
    if (mark.customdata) return mark.customdata;
    const plot = plotOf(graph);
    if (!plot) return null;
    const below = (plot._hoverdata || []).find(function (each) {
      return each.curveNumber === mark.curveNumber && each.customdata;
    });
    if (below) return below.customdata;
    const trace = (plot._fullData || [])[mark.curveNumber];
    return trace && trace.customdata ? trace.customdata[mark.pointNumber] : null;
  }

  /* The group of a clicked mark: those of clouds carry [customer, code, ...], others [code, ...].
     An area of the treemap comes without its customdata, but with its id. */
  function groupOf(click, graph, names) {
    const mark = click.points[0];
    if (names.includes(mark.id)) return mark.id;
    const own = ownDataOf(mark, graph);
    const isCloud = document.querySelector('[data-cloud="' + graph + '"]');
    const code = own ? own[isCloud ? 1 : 0] : null;
    return typeof code === "number" ? names[Math.round(code)] : null;
  }

  /* A click on `name` -> [the group, its chip, whether there is none, the first sentence]: what can
     be said before the server's answer is here. A click on the chosen one takes the choice back. */
  function chosen(name, group) {
    if (!name) return [same(), same(), same(), same()];
    if (name === group) return ["", null, true, "All customers again: the numbers follow."];
    const span = function (className, children) {
      const properties = { className: className, children: children };
      return { namespace: "dash_html_components", type: "Span", props: properties };
    };
    const chip = span("chip", [span("swatch", null), span("name", name)]);
    return [name, chip, false, name + " alone: the numbers follow."];
  }

  dash.general = {
    /* -> [the grouping, whether the choice of a scheme is hidden]. */
    grouping: function (view, scheme) {
      const isClusters = view === "clusters";
      return [isClusters ? view : scheme, isClusters];
    },

    /* The chip's or a button's click takes a choice of the filter back. */
    clear: function () { return "*"; },

    /* [a cell, chosen rows, the group] -> the answer to a click. */
    pick: function (cell, rows, group) {
      const changed = window.dash_clientside.callback_context.triggered;
      const isCell = changed.some(function (each) { return each.prop_id.endsWith(".cellClicked"); });
      if (isCell) return chosen(cell && cell.rowId, group);
      return chosen(rows && rows.length ? rows[0].group : null, group);
    },

    /* [the rows of the table, the chip, the group] -> the answer to a click. A table that is drawn
       anew was not clicked. */
    pick_row: function (rows, chip, group) {
      const context = window.dash_clientside.callback_context;
      const isClick = context.triggered.some(function (each) { return each.value; });
      const by = isClick && context.triggered_id;
      return chosen(by ? by.group || group : null, group);
    },

    /* [a click on a chart, the names of groups, the group] -> [the answer to it, no click]. An
       emptied click lets the mark be clicked again. */
    pick_mark: function (click, names, group) {
      if (!click || !click.points) return chosen(null).concat([same()]);
      const graph = window.dash_clientside.callback_context.inputs_list[0].id;
      return chosen(groupOf(click, graph, names || []), group).concat([null]);
    },
  };
})();
