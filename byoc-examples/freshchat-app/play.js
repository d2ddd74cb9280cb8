'use strict';

// Runs server.js as the platform would and prints what it sends, a line of JSON: node play.js EVENT.json SECRET
// The relay's tests play the same file; .ci/run compares the two.
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const [eventFile, secret] = process.argv.slice(2);
const event = JSON.parse(fs.readFileSync(eventFile, 'utf8'));
const sandbox = {
  require,
  exports: {},
  $request: {
    invokeTemplate: async (name, { context, body }) => {
      console.log(JSON.stringify({ template: name, signature: context.signature, body }));
      return { status: 200 };
    }
  }
};
// The platform evaluates the file with `exports` as a variable that the file replaces.
vm.runInNewContext(fs.readFileSync(path.join(__dirname, 'server', 'server.js'), 'utf8'), sandbox);
const iparams = { relay_host: 'chat.example.com', relay_path: '/byoc/freshchat-app/x', relay_secret: secret };
sandbox.exports[event.event]({ ...event, iparams });
