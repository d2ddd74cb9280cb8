'use strict';

const crypto = require('crypto');

/**
 * Passes a product event on to a byoc relay as it came, less the installation parameters, which hold the secret. The body is signed
 * as the bytes that are sent: the relay checks those, not what they mean.
 */
async function pass(args) {
  const { iparams, ...event } = args;
  const body = JSON.stringify(event);
  const signature = crypto.createHmac('sha256', iparams.relay_secret).update(body, 'utf8').digest('hex');
  await $request.invokeTemplate('relay', { context: { signature }, body });
}

exports = {
  onMessageCreate: pass,
  onConversationUpdate: pass
};
