// Opens a page in Chromium, over DevTools' pipe, at several widths; checks its layout, its contrast and its console.
//   node page.js CHROMIUM URL USER:PASSWORD SCREENSHOT-FOLDER TEXT...
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const [chromium, url, credentials, shots, ...texts] = process.argv.slice(2);
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'byoc-page-'));
const browser = spawn(
  chromium,
  ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--remote-debugging-pipe', `--user-data-dir=${home}`, 'about:blank'],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });

const pending = new Map();
const listeners = [];
let last = 0;
let unread = Buffer.alloc(0);
browser.stdio[4].on('data', (bytes) => {
  unread = Buffer.concat([unread, bytes]);
  for (let end = unread.indexOf(0); end >= 0; end = unread.indexOf(0)) {
    const message = JSON.parse(unread.subarray(0, end).toString());
    unread = unread.subarray(end + 1);
    if (message.id) {
      const { resolve, reject } = pending.get(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    } else {
      listeners.forEach((listener) => listener(message));
    }
  }
});

function send(sessionId, method, params = {}) {
  return new Promise((resolve, reject) => {
    pending.set(++last, { resolve, reject });
    browser.stdio[3].write(JSON.stringify({ id: last, sessionId, method, params }) + '\0');
  });
}

// Runs in the page: what is wider than the screen, and which text stands out too little (WCAG 2.2 AA: 4.5 to 1).
function look(width) {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faults = [];
  for (const element of document.body.querySelectorAll('*')) {
    const name = `<${element.tagName.toLowerCase()}> "${element.textContent.trim().slice(0, 40)}"`;
    const box = element.getBoundingClientRect();
    if (box.right > width + 0.5 || box.left < -0.5) faults.push(`${name} reaches over the edge`);
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') {
      faults.push(`${name} holds something wider than itself`);
    }
    if ([...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) {
      const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
      const contrast = (a + 0.05) / (b + 0.05);
      if (contrast < 4.5) faults.push(`${name} has a contrast of ${contrast.toFixed(2)}`);
    }
  }
  const wide = document.documentElement.scrollWidth;
  if (wide > width) faults.push(`the page is ${wide} px wide on a screen of ${width}`);
  if (!document.querySelector('meta[name=viewport][content*="width=device-width"]')) faults.push('phones would zoom out');
  if (document.querySelector('script, [onerror], [onload]')) faults.push('there is a script');
  const levels = [...document.querySelectorAll('h1, h2, h3')].map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1 || levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)) {
    faults.push(`headings jump: ${levels}`);
  }
  const sheet = getComputedStyle(document.querySelector('section')).borderTopStyle;
  if (sheet !== 'solid') faults.push('the style was not applied');
  return { faults, text: document.body.innerText, lang: document.documentElement.lang, height: document.documentElement.scrollHeight };
}

async function check() {
  const faults = [];
  const { targetInfos } = await send(undefined, 'Target.getTargets');
  const { targetId } = targetInfos.find((target) => target.type === 'page');
  const { sessionId } = await send(undefined, 'Target.attachToTarget', { targetId, flatten: true });
  const page = (method, params) => send(sessionId, method, params);
  listeners.push((message) => {
    if (message.method === 'Log.entryAdded') faults.push(`console: ${message.params.entry.text}`);
    if (message.method === 'Runtime.exceptionThrown') faults.push('a script ran');
    if (message.method === 'Page.javascriptDialogOpening') faults.push('a dialog opened');
  });
  await page('Page.enable');
  await page('Runtime.enable');
  await page('Network.enable');
  await page('Network.setExtraHTTPHeaders', {
    headers: { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  });
  await page('Log.enable');
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [320, 'light'], [320, 'dark']]) {
    const where = `${width} px, ${scheme}`;
    await page('Emulation.setDeviceMetricsOverride', { width, height: 800, deviceScaleFactor: 1, mobile: false });
    await page('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    const loaded = new Promise((resolve) => listeners.push((message) => message.method === 'Page.loadEventFired' && resolve()));
    const { errorText } = await page('Page.navigate', { url });
    if (errorText) throw new Error(errorText);
    await loaded;
    const { result, exceptionDetails } = await page('Runtime.evaluate', { expression: `(${look})(${width})`, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    const seen = result.value;
    faults.push(...seen.faults.map((fault) => `${where}: ${fault}`));
    faults.push(...texts.filter((text) => !seen.text.includes(text)).map((text) => `${where}: "${text}" is missing`));
    if (seen.lang !== 'en') faults.push(`${where}: the language is "${seen.lang}"`);
    const { data } = await page('Page.captureScreenshot', {
      captureBeyondViewport: true, clip: { x: 0, y: 0, width, height: seen.height, scale: 1 },
    });
    fs.writeFileSync(path.join(shots, `settings-${width}-${scheme}.png`), Buffer.from(data, 'base64'));
  }
  return faults;
}

const limit = setTimeout(() => { console.error('page: nothing happened for a minute'); end(1); }, 60_000);

function end(code) {
  clearTimeout(limit);
  browser.once('exit', () => {
    // Its helpers outlive it by some moments, and write there.
    try {
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    } catch (e) {
      console.error(`page: its profile stays in ${home}: ${e.code}`);
    }
    process.exit(code);
  });
  browser.kill();
}

check().then(
  (faults) => {
    faults.forEach((fault) => console.error(`page: ${fault}`));
    end(faults.length === 0 ? 0 : 1);
  },
  (error) => {
    console.error(`page: ${error.message}`);
    end(1);
  });
