#!/usr/bin/env node
'use strict';
// CommonJS and old syntax, so that an old Node gets this far and can be told.
var needed = [22, 19];
var found = process.versions.node.split('.').map(Number);
var enough = found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1]);
if (!enough) {
  console.error(`Daywatch needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}.`);
  process.exit(64);
}
var main = require('node:path').join(__dirname, '..', 'dist', 'main.mjs');
if (!require('node:fs').existsSync(main)) {
  console.error('Daywatch is not built yet: run npm run build first.');
  process.exit(64);
}
import(require('node:url').pathToFileURL(main).href);
