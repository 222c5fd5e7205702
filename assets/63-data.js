/* Data: files are dropped or chosen, sent one after the other, and can be stopped. A zone says where
   to (data-to), how much at most (data-most-bytes) and which store takes the upload (data-store). */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const MEGABYTE = 1000000;
  const LOST = "The connection to the site was lost, or the file cannot be read any more. Nothing was kept.";
  const opened = new Map();
  let focused = "";
  let running = null;

  function megabytes(bytes) {
    const digits = bytes < 10 * MEGABYTE ? 1 : 0;
    return (bytes / MEGABYTE).toLocaleString("en-GB", { maximumFractionDigits: digits }) + " MB";
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text || "";
    return element;
  }

  function pressed(label, className, act) {
    const button = make("button", className, label);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  /* What is shown while files are sent, and what then; `where` is the zone's empty place for it. */
  function Panel(zone) {
    const where = zone.querySelector(".sending");
    zone.classList.add("busy");
    return {
      progress: function (title, cancel) {
        const bar = document.createElement("progress");
        bar.max = 100;
        bar.value = 0;
        bar.setAttribute("aria-label", title);
        const figures = make("span", "figures");
        const head = make("p", "sending-title", title);
        head.setAttribute("role", "status");
        where.replaceChildren(head, bar, figures, pressed("Cancel", "action", cancel));
        where.querySelector("button").focus({ preventScroll: true });
        return function (sent, total) {
          const share = total ? sent / total : 1;
          bar.value = 100 * share;
          figures.textContent = share < 1
            ? megabytes(sent) + " of " + megabytes(total) + ", " + Math.floor(100 * share) + " %"
            : "All sent. The site writes it down.";
        };
      },
      failed: function (sentence, again) {
        const said = make("p", "sending-title", sentence);
        said.setAttribute("role", "alert");
        const buttons = make("div", "data-buttons");
        if (again) buttons.append(pressed("Try again", "action primary", again));
        buttons.append(pressed("Choose other files", "action", function () { reset(zone); }));
        where.replaceChildren(said, buttons);
        buttons.querySelector("button").focus({ preventScroll: true });
      },
    };
  }

  function reset(zone, sentence) {
    const where = zone.querySelector(".sending");
    zone.classList.remove("busy");
    where.replaceChildren();
    if (sentence) {
      const said = make("p", "note", sentence);
      said.setAttribute("role", "status");
      where.append(said);
    }
    zone.querySelector("input[type=file]").focus({ preventScroll: true });
  }

  /* Why files cannot be sent; nothing where they can. */
  function fault(zone, files) {
    const most = Number(zone.dataset.mostBytes);
    const total = files.reduce(function (sum, file) { return sum + file.size; }, 0);
    const empty = files.find(function (file) { return file.size === 0; });
    if (!files.length) return "Nothing was dropped that can be read: drop files, not a folder.";
    if (empty) return "'" + empty.name + "' is empty (0 bytes) or a folder: choose a file with rows.";
    if (total > most) {
      return "That is " + megabytes(total) + ", and this site takes " + megabytes(most) + " at once. "
        + "Send less, or ask whoever runs the site to raise MOST_UPLOAD_MB.";
    }
    return "";
  }

  function discard(zone, upload) {
    if (!upload) return;
    const address = zone.dataset.to + "/" + encodeURIComponent(upload);
    /* Where the site is gone, it forgets by itself what nobody used. */
    fetch(address, { method: "DELETE" }).catch(function () {});
  }

  function sentence(request) {
    try {
      return JSON.parse(request.responseText).detail || LOST;
    } catch {
      return "The site did not take it (" + request.status + "). Try again shortly.";
    }
  }

  /* Send the files one after the other into one upload. */
  function send(zone, files) {
    const panel = Panel(zone);
    const total = files.reduce(function (sum, file) { return sum + file.size; }, 0);
    const many = files.length === 1 ? files[0].name : files.length + " files";
    const job = { upload: "", request: null, isStopped: false };
    running = job;
    const show = panel.progress("Sending " + many, function () {
      stop(zone, job);
      reset(zone, "Stopped. Nothing was kept.");
    });

    function fail(said) {
      if (job.isStopped) return;
      stop(zone, job);
      panel.failed(said, function () { send(zone, files); });
    }

    function next(place, before) {
      if (place === files.length) {
        running = null;
        window.dash_clientside.set_props(zone.dataset.store, { data: { upload: job.upload } });
        return;
      }
      const file = files[place];
      const request = (job.request = new XMLHttpRequest());
      const asked = new URLSearchParams({ name: file.name, upload: job.upload });
      request.open("POST", zone.dataset.to + "?" + asked);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", function (event) {
        /* The page was left for another one. */
        if (!document.contains(zone)) stop(zone, job);
        else show(before + Math.min(event.loaded, file.size), total);
      });
      request.addEventListener("error", function () { fail(LOST); });
      request.addEventListener("load", function () {
        if (job.isStopped) return;
        if (request.status !== 201) return fail(sentence(request));
        job.upload = JSON.parse(request.responseText).id;
        next(place + 1, before + file.size);
      });
      request.send(file);
    }

    next(0, 0);
  }

  function stop(zone, job) {
    job.isStopped = true;
    if (job.request) job.request.abort();
    discard(zone, job.upload);
    if (running === job) running = null;
  }

  function take(zone, list) {
    const files = Array.from(list);
    if (running) return;
    const why = fault(zone, files);
    if (why) Panel(zone).failed(why, null);
    else send(zone, files);
  }

  function zoneOf(event) {
    return event.target.closest ? event.target.closest(".drop-zone") : null;
  }

  dash.data = {
    /* The zone's own control for files, which Dash has no component of; nothing is updated. */
    prepare: function (id) {
      const zone = document.getElementById(id);
      const label = zone && zone.querySelector(".file-choice");
      if (label && !label.querySelector("input")) {
        const input = document.createElement("input");
        input.type = "file";
        input.multiple = true;
        input.setAttribute("aria-describedby", zone.dataset.note);
        input.addEventListener("change", function () {
          const files = Array.from(input.files);
          input.value = "";
          take(zone, files);
        });
        label.append(input);
      }
      return window.dash_clientside.no_update;
    },

    /* What was sent is looked at under an address of its own. */
    sent: function (sent) {
      if (!sent) return window.dash_clientside.no_update;
      opened.clear();
      return "?upload=" + encodeURIComponent(sent.upload);
    },

    /* What becomes of the files -> [whether it needs no name, whether it needs no other one]. */
    mode: function (mode) {
      return [mode !== "new", mode === "new"];
    },

    /* What is drawn anew after a choice or with time: what somebody opened stays open, and the focus
       where it was, or at a heading, which is read out. */
    drawn: function (...given) {
      const headingId = given.find(function (each) { return typeof each === "string"; });
      const isShown = given.some(function (each) { return Array.isArray(each) && each.length; });
      if (isShown) {
        window.setTimeout(function () {
          opened.forEach(function (isOpen, id) {
            const details = document.getElementById(id);
            if (details) details.open = isOpen;
          });
          const lost = !document.activeElement || document.activeElement === document.body;
          const before = focused && document.getElementById(focused);
          const heading = headingId && document.getElementById(headingId);
          if (lost && (before || heading)) (before || heading).focus({ preventScroll: !before });
        }, 0);
      }
      return window.dash_clientside.no_update;
    },
  };

  document.addEventListener("focusin", function (event) {
    focused = event.target.closest(".data-page") ? event.target.id : "";
  });
  document.addEventListener("toggle", function (event) {
    if (event.target.id && event.target.closest(".data-page")) {
      opened.set(event.target.id, event.target.open);
    }
  }, true);
  document.addEventListener("dragover", function (event) {
    const zone = zoneOf(event);
    if (!document.querySelector(".drop-zone")) return;
    /* A file that misses the zone must not replace the page. */
    event.preventDefault();
    if (zone) zone.classList.add("over");
  });
  document.addEventListener("dragleave", function (event) {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  document.addEventListener("drop", function (event) {
    const zone = zoneOf(event);
    if (!document.querySelector(".drop-zone")) return;
    event.preventDefault();
    if (!zone) return;
    zone.classList.remove("over");
    take(zone, event.dataTransfer.files);
  });
})();
