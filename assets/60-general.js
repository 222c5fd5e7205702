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

  dash.general = {
    /* -> [the grouping, whether the choice of a scheme is hidden]. */
    grouping: function (view, scheme) {
      const isClusters = view === "clusters";
      return [isClusters ? view : scheme, isClusters];
    },

    /* The chip's or a button's click takes a choice of the filter back. */
    clear: function () { return "*"; },

    /* Other customers are shown: the list asks the server for its rows again. */
    ask_again: function () {
      const section = window.dash_clientside.callback_context.outputs_list.id;
      window.dash_ag_grid.getApiAsync(section.replace(/-section$/, "")).then(function (api) {
        // Going back draws the page anew, and its list with it.
        if (!api.isDestroyed()) api.purgeInfiniteCache();
      }).catch(function () { /* the page was left meanwhile */ });
      return same();
    },

    /* [clicks on charts, a cell, chosen rows, the chip, the names of groups, the group] ->
       [the group, then null for every click]. A click on the same mark takes the choice back;
       emptied clicks let it be clicked again. */
    pick: function (...given) {
      const [cell, rows, chip, names, group] = given.slice(-5);
      const clicks = given.slice(0, -5);
      const changed = window.dash_clientside.callback_context.triggered;
      const by = function (property) {
        return changed.find(function (each) { return each.prop_id.endsWith(property); });
      };
      let name = null;
      if (by(".n_clicks")) {
        name = chip ? group : null;
      } else if (by(".cellClicked")) {
        name = cell && cell.rowId;
      } else if (by(".selectedRows")) {
        name = rows && rows.length ? rows[0].group : null;
      } else {
        const click = clicks.find(function (each) { return each && each.points; });
        const graph = (by(".clickData") || { prop_id: "" }).prop_id.replace(/\.clickData$/, "");
        if (click) name = groupOf(click, graph, names || []);
      }
      const picked = !name ? same() : name === group ? "" : name;
      return [picked].concat(clicks.map(function () { return null; }));
    },
  };
})();
