/* The playbook's address keeps which groups are shown. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});

  dash.playbook = {
    /* Address and choice -> [the address's query, the choice]: whichever changed moves the other. */
    address: function (search, choice, pathname) {
      const same = window.dash_clientside.no_update;
      if (pathname !== "/playbook") return [same, same];
      const asked = new URLSearchParams(search || "");
      if (window.dash_clientside.callback_context.triggered_id === "playbook-choice") {
        if (!choice || asked.get("grouping") === choice) return [same, same];
        asked.set("grouping", choice);
        return ["?" + asked.toString(), same];
      }
      const grouping = asked.get("grouping");
      return [same, grouping && grouping !== choice ? grouping : same];
    },
  };
})();
