// SPDX-License-Identifier: MIT
// Run in a page that holds images, each <div class="image" title="NAME"> one
// SVG.  Looks at every text and line as the browser has laid them out; the
// page's text becomes TAP.
'use strict';

const SLACK = 0.6;	// of a unit: what rounding of fonts may take
const CONTRAST = 4.5;	// what WCAG asks of small text
const CELL = 8.4;
const MARGIN = 10;

function luminance(colour) {
  const parts = colour.match(/\d+(\.\d+)?/g).slice(0, 3).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.03928 ? value / 12.92 :
      ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

function contrast(one, two) {
  const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function* textFaults(svg, texts) {
  const { width, height } = svg.viewBox.baseVal;
  const ground = getComputedStyle(svg.querySelector('.bg')).fill;
  for (const text of texts) {
    const box = text.getBBox();
    const x = text.x.baseVal[0].value;
    const stated = text.textLength.baseVal.value;
    const cells = (x - MARGIN) / CELL;
    const what = `"${text.textContent}"`;
    if (box.x < -SLACK || box.y < -SLACK ||
        box.x + box.width > width + SLACK ||
        box.y + box.height > height + SLACK) yield `${what} is clipped`;
    if (Math.abs(text.getComputedTextLength() - stated) > SLACK) {
      yield `${what} takes ${text.getComputedTextLength()}, not ${stated}`;
    }
    if (Math.abs(cells - Math.round(cells)) > 0.01) {
      yield `${what} begins between two cells`;
    }
    if (contrast(getComputedStyle(text).fill, ground) < CONTRAST) {
      yield `${what} can hardly be read on ${ground}`;
    }
  }
}

// Texts of a line follow one another, and none stands on the next.
function* overlaps(texts) {
  const ends = new Map();
  const ordered = [...texts].sort((a, b) =>
    a.x.baseVal[0].value - b.x.baseVal[0].value);
  for (const text of ordered) {
    const y = text.y.baseVal[0].value;
    const x = text.x.baseVal[0].value;
    const last = ends.get(y);
    if (last !== undefined && x < last.end - SLACK) {
      yield `"${text.textContent}" stands on "${last.words}"`;
    }
    ends.set(y, { end: x + text.getComputedTextLength(),
      words: text.textContent });
  }
}

// Lines stay within the image and end before the middle of a text's cell.
function* lineFaults(svg, texts) {
  const { width, height } = svg.viewBox.baseVal;
  const rows = texts.map((text) => ({ y: text.y.baseVal[0].value,
    from: text.x.baseVal[0].value, words: text.textContent,
    to: text.x.baseVal[0].value + text.getComputedTextLength() }));
  for (const path of svg.querySelectorAll('path')) {
    const box = path.getBBox();
    if (box.x < 0 || box.y < 0 || box.x + box.width > width ||
        box.y + box.height > height) yield 'a line leaves the image';
    const across = /M([\d.]+) ([\d.]+)H([\d.]+)/g;
    for (const [, from, y, to] of
      path.getAttribute('d').matchAll(across)) {
      for (const row of rows) {
        if (Number(y) > row.y - 9 && Number(y) < row.y + 1 &&
            Number(from) < row.to - SLACK && Number(to) > row.from + SLACK) {
          yield `a line crosses "${row.words}"`;
        }
      }
    }
  }
}

function* faults(svg) {
  const texts = [...svg.querySelectorAll('text')];
  if (texts.length === 0) yield 'there is no text';
  yield* textFaults(svg, texts);
  yield* overlaps(texts);
  yield* lineFaults(svg, texts);
}

const lines = [];
let number = 0;
for (const image of document.querySelectorAll('.image')) {
  const svg = image.querySelector('svg');
  const found = svg === null ? ['no image'] : [...faults(svg)];
  lines.push(`${found.length ? 'not ok' : 'ok'} ${++number} - ${
    image.title}`);
  for (const line of found.slice(0, 5)) lines.push(`# ${line}`);
}
lines.push(`1..${number}`);
document.documentElement.innerHTML = '';
document.body.textContent = ['', ...lines, ''].join('\n');
