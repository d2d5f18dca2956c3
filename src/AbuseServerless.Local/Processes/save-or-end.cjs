// See Azurite.cs. LokiJS clears its marks of what is unsaved before it saves, and nobody hears of it when a save fails, on a full disk for example: then Azurite ends here. Of each save that succeeds
// this tells which mark it holds: the number in the file that MARK_FILE names, read when the save begins. Node runs one thing at a time, so whatever Azurite had acknowledged when the mark was written is in it.
"use strict";
const Module = require("module");
const fs = require("fs");
const load = Module._load;
let done = false;
let saving = 0;
let told = "";

function mark() {
  try {
    return fs.readFileSync(process.env.MARK_FILE, "utf8").trim();
  } catch {
    return "";
  }
}

function tell(saved) {
  if (saved !== "" && saved !== told) {
    told = saved;
    console.log(`Saved up to mark ${saved}.`);
  }
}

Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === "lokijs" && !done) {
    done = true;
    const files = loaded.LokiFsAdapter.prototype;
    const save = files.saveDatabase;
    files.saveDatabase = function (name, content, callback) {
      const saved = mark();
      saving++;
      save.call(this, name, content, (error) => {
        saving--;
        if (error) {
          console.error(`The tables could not be saved: ${error.message}`);
          process.exit(1);
        }
        tell(saved);
        callback();
      });
    };

    // Asked every five seconds: where nothing has changed since a save that has ended, all is on disk.
    const dirty = loaded.prototype.autosaveDirty;
    loaded.prototype.autosaveDirty = function () {
      const isDirty = dirty.call(this);
      if (!isDirty && saving === 0) {
        tell(mark());
      }
      return isDirty;
    };
  }
  return loaded;
};
