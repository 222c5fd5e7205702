/* What the frame does in the browser: theme, links that keep the data set, the folded menu. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const noUpdate = function () { return window.dash_clientside.no_update; };

  dash.shell = {
    /* The choice on the switch -> [the theme that is shown, the choice]. */
    theme: function (choice) {
      if (!choice) {
        const kept = window.csdTheme.remembered();
        return [window.csdTheme.show(kept), kept];
      }
      window.csdTheme.remember(choice);
      return [window.csdTheme.show(choice), noUpdate()];
    },

    /* The data set shown -> [it as a log, as a customer table (null where it is the other), its
       kind]. */
    kinds: function (shown) {
      const kind = (shown && shown.kind) || "log";
      const only = function (holds) { return shown && holds ? shown : null; };
      return [only(kind === "log"), only(kind === "customers"), kind];
    },

    /* Address and data set -> [href, active] of the links, each keeping ?data=; then the words and
       the class of what stands before those behind the tabs, which name the page one is on. */
    links: function (pathname, search, data) {
      const asked = new URLSearchParams(search || "").get("data");
      const name = (data && data.name) || asked;
      const query = name ? "?data=" + encodeURIComponent(name) : "";
      const path = pathname || "/";
      const behind = { "/clusters": "Clusters", "/models": "Models", "/playbook": "Playbook",
        "/data": "Data" };
      const roots = ["/", "/customers", "/prediction"].concat(Object.keys(behind));
      const active = roots.map(function (root) {
        return root === "/" ? path === "/" : path === root || path.startsWith(root + "/");
      });
      const shown = behind[roots[active.indexOf(true)]];
      const more = shown ? ["More: " + shown, "nav-link active"] : ["More", "nav-link"];
      return roots.map(function (root) { return root + query; }).concat(active, more);
    },

    /* A click on the menu button folds or unfolds; going anywhere folds. */
    menu: function (clicks, href, shown) {
      const isClicked = window.dash_clientside.callback_context.triggered.some(function (each) {
        return each.prop_id.endsWith(".n_clicks");
      });
      const folded = shown.replace(/ open$/, "");
      const open = isClicked && folded === shown;
      return [folded + (open ? " open" : ""), String(open)];
    },
  };

  /* A menu made of <details> closes on Escape, on a choice and on a click elsewhere. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.drop-down[open]").forEach(function (menu) {
      if (!menu.contains(event.target) || event.target.closest(".menu a")) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.drop-down[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
})();
