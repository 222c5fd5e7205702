/* The address of a page <=> its controls: one codec for all pages.
   A field says its `name` in the address, `at` which property it is (id.property), its `initial`
   value (null: the control keeps its own), the `known` values, another name that it `also` has, the
   field that it is `within` (it has no value without that one), which fields it `resets`, and how
   many letters are the `longest` value. Of a `blank` field an empty text is a value too. A field of
   the name "*" holds everything that no other has, as it stands in the address. */
(function () {
  "use strict";
  const dash = (window.dash_clientside = window.dash_clientside || {});
  const LONGEST = 200;
  const REST = "*";
  /* What the frame of every page has in the address. */
  const FRAME = ["data"];
  const same = function () { return window.dash_clientside.no_update; };

  function clean(text, field) {
    const value = String(text || "").trim().slice(0, field.longest || LONGEST);
    if (field.blank && !value && typeof text === "string") return "";
    const isKnown = !field.known || field.known.includes(value);
    return value && isKnown ? value : field.initial;
  }

  /* The text of a name in an address, the last where it is repeated. */
  function last(asked, name) {
    return asked.getAll(name).pop();
  }

  /* What no field has, as text. */
  function restOf(asked, fields) {
    const known = fields.flatMap(function (each) { return [each.name, each.also]; }).concat(FRAME);
    const rest = new URLSearchParams();
    asked.forEach(function (value, name) { if (value && !known.includes(name)) rest.set(name, value); });
    return rest.toString();
  }

  /* The address with another rest. */
  function writeRest(asked, fields, rest) {
    const before = restOf(asked, fields);
    if (before === rest) return;
    Array.from(new URLSearchParams(before).keys()).forEach(function (name) { asked.delete(name); });
    new URLSearchParams(rest).forEach(function (value, name) { asked.set(name, value); });
  }

  /* What is within another field goes with it. */
  function complete(state, fields) {
    fields.forEach(function (field) {
      const outer = fields.find(function (each) { return each.name === field.within; });
      if (outer && state[outer.name] === outer.initial) state[field.name] = field.initial;
    });
    return state;
  }

  /* The values of an address by name. */
  function read(search, fields) {
    const asked = new URLSearchParams(search || "");
    const state = {};
    fields.forEach(function (field) {
      const own = field.name === REST ? restOf(asked, fields) : last(asked, field.name);
      state[field.name] = clean(own || last(asked, field.also) || own, field);
    });
    return complete(state, fields);
  }

  /* The address with values by name; initial values are left out. */
  function write(search, fields, state) {
    const asked = new URLSearchParams(search || "");
    fields.forEach(function (field) {
      if (field.also) asked.delete(field.also);
      const value = state[field.name];
      if (field.name === REST) { writeRest(asked, fields, value || ""); return; }
      const isSaid = value || (field.blank && value === "");
      if (isSaid && value !== field.initial) asked.set(field.name, value);
      else asked.delete(field.name);
    });
    const text = asked.toString();
    return text ? "?" + text : "";
  }

  /* The values of the controls by name; of two controls of one name, that which was changed. */
  function gather(fields, values, changed) {
    const state = {};
    fields.forEach(function (field, place) {
      const isNew = changed.includes(field.at);
      if (isNew || !(field.name in state)) state[field.name] = clean(values[place], field);
    });
    fields.forEach(function (field) {
      if (!changed.includes(field.at)) return;
      fields.forEach(function (each) {
        if ((field.resets || []).includes(each.name)) state[each.name] = each.initial;
      });
    });
    return complete(state, fields);
  }

  dash.address = {
    read: read,
    write: write,

    /* [search, the controls' values, path, data set, what is kept] -> [search, the values, what is
       kept]. The address wins when it changed (arrival, Back, Forward); otherwise the controls do.
       Kept are the values of the fields `spec.kept` that are not the initial ones. */
    follow: function (spec, given) {
      const fields = spec.fields;
      const search = given[0];
      const values = given.slice(1, 1 + fields.length);
      const [path, shown, kept] = given.slice(1 + fields.length);
      const changed = window.dash_clientside.callback_context.triggered.map(function (each) {
        return each.prop_id;
      });
      const arrived = !changed.length || changed.includes(spec.at);
      const isHere = ((path || "").replace(/\/+$/, "") || "/") === spec.path;
      if (!isHere || (!arrived && !shown)) {
        return Array(1 + fields.length + (spec.kept ? 1 : 0)).fill(same());
      }
      const state = arrived ? read(search, fields) : gather(fields, values, changed);
      const written = write(search, fields, state);
      const answer = [arrived || written === (search || "") ? same() : written];
      fields.forEach(function (field, place) {
        const value = state[field.name];
        const isNew = value !== null && (arrived || value !== (values[place] || field.initial));
        answer.push(isNew ? value : same());
      });
      if (!spec.kept) return answer;
      const held = {};
      fields.forEach(function (field) {
        const value = state[field.name];
        if (spec.kept.includes(field.name) && value !== field.initial) held[field.name] = value;
      });
      const isSame = JSON.stringify(held) === JSON.stringify(kept || {});
      return answer.concat([isSame && !arrived ? same() : held]);
    },
  };
})();
