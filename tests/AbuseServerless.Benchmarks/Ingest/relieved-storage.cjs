// See RelievedStorage.cs.
"use strict";
const Module = require("module");
const load = Module._load;
let done = false;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === "lokijs" && !done) {
    done = true;
    const collection = loaded.Collection.prototype;
    const update = collection.adaptiveBinaryIndexUpdate;
    collection.adaptiveBinaryIndexUpdate = function (position, index) {
      if (index !== "PartitionKey" && index !== "RowKey") update.call(this, position, index);
    };
  }
  return loaded;
};
