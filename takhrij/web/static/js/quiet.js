// Kept libraries put style sheets into the page by script, which the policy of these pages refuses. Their sheets are
// linked instead; while a library loads it is handed an element that styles nothing. `loud()` ends that.
"use strict";
{
  const create = document.createElement;
  document.createElement = function (name, ...rest) {
    const inert = String(name).toLowerCase() === "style";
    return create.call(document, inert ? "template" : name, ...rest);
  };
  globalThis.loud = () => {
    document.createElement = create;
  };
}
