// See Azurite.cs. LokiJS clears its marks of what is unsaved before it saves, and nobody hears of it when a save fails, on a full disk for example.
"use strict";
const Module = require("module");
const load = Module._load;
let done = false;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === "lokijs" && !done) {
    done = true;
    const files = loaded.LokiFsAdapter.prototype;
    const save = files.saveDatabase;
    files.saveDatabase = function (name, content, callback) {
      save.call(this, name, content, (error) => {
        if (error) {
          console.error(`The tables could not be saved: ${error.message}`);
          process.exit(1);
        }
        callback();
      });
    };
  }
  return loaded;
};
