/* Cells of AG Grid: a group with its colour, a customer's number as a link. */
(function () {
  "use strict";
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  /* What a row says of a column's group, or of its only one. */
  function said(props, byColumn, ofRow) {
    return (props.data[byColumn] || {})[props.colDef.field] || props.data[ofRow];
  }

  cells.GroupCell = function (props) {
    if (!props.data || !props.value) return null;
    const colour = said(props, "colours", "colour");
    return React.createElement(
      "span",
      { className: "group-cell" },
      React.createElement("i", { style: { background: colour }, "aria-hidden": "true" }),
      props.value,
      warned(said(props, "warnings", "name_warning"))
    );
  };

  /* What of a name is false of most who bear it: a mark that says so on hover, and to readers. */
  function warned(warning) {
    if (!warning) return null;
    const says = { className: "warned", title: warning, role: "img", "aria-label": warning };
    return React.createElement("b", says, "!");
  }

  cells.CustomerLink = function (props) {
    if (!props.data || !props.value) return null;
    const data = new URLSearchParams(window.location.search).get("data");
    const query = data ? "?data=" + encodeURIComponent(data) : "";
    const href = "/customers/" + encodeURIComponent(props.value) + query;
    const go = function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.history.pushState({}, "", href);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
      window.scrollTo(0, 0);
    };
    return React.createElement("a", { href: href, onClick: go }, props.value);
  };
})();
