// SPDX-License-Identifier: MIT
// Read files with Mermaid's own parser and compare what it understood with
// what was written: nodes, edges, clusters, and each label to the letter.
// Prints TAP, a line a file.
import fs from 'node:fs';
import path from 'node:path';
import DOMPurify from 'dompurify';

// There is no page whose safety labels could touch: nothing to purify.
DOMPurify.addHook = () => {};
DOMPurify.sanitize = (text) => text;
const { default: mermaid } = await import('mermaid');
await mermaid.parse('flowchart TB');	// diagrams of this kind are known now

// The limits of renderers that cannot be asked for more.
const EDGES = 500;
const TEXT = 50000;

// Blanks at the ends of labels go with the parser.
const decode = (text) => text.replace(/#(\d+);|ﬂ°°(\d+)¶ß/g,
  (all, one, other) => String.fromCodePoint(Number(one ?? other))).trim();

function written(source) {
  const found = { nodes: new Map(), clusters: new Map(), edges: [] };
  for (const line of source.split('\n')) {
    const cluster = /^ *subgraph (\w+)\["(.*)"\]$/.exec(line);
    const node = /^ *(\w+)(?:\[|\{\{|\(\[|\(\()"(.*)"(?:\]|\}\}|\]\)|\)\)):::\w+$/
      .exec(line);
    const edge = /^ *(\w+) (?:---|-\.-|-->|===|~~~+)(?:\|"(.*)"\|)? (\w+)$/
      .exec(line);
    if (cluster) found.clusters.set(cluster[1], decode(cluster[2]));
    else if (node) found.nodes.set(node[1], decode(node[2]));
    else if (edge) {
      found.edges.push([edge[1], decode(edge[2] ?? ''), edge[3]].join('|'));
    }
  }
  return found;
}

function differences(one, two, what) {
  const text = (list) => [...list].map((item) => JSON.stringify(item)).sort();
  const [left, right] = [text(one), text(two)];
  const at = left.findIndex((item, i) => item !== right[i]);
  return at < 0 && left.length === right.length ? [] :
    [`${what} written ${left[at]}`, `${what} read    ${right[at]}`];
}

async function faults(source) {
  const mine = written(source);
  const size = [];
  if (source.length > TEXT) size.push(`${source.length} characters`);
  if (mine.edges.length > EDGES) size.push(`${mine.edges.length} edges`);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(source);
  const nodes = [...db.getVertices().values()];
  const clusters = db.getSubGraphs();
  const names = new Set(clusters.map((c) => c.id));
  return [
    ...size,
    ...differences(mine.nodes, nodes.filter((n) => !names.has(n.id))
      .map((n) => [n.id, decode(n.text)]), 'nodes'),
    ...differences(mine.clusters, clusters.map((c) =>
      [c.id, decode(c.title)]), 'clusters'),
    ...differences(mine.edges, db.getEdges().map((e) =>
      [e.start, decode(e.text ?? ''), e.end].join('|')), 'edges'),
  ];
}

const files = process.argv.slice(2);
console.log(`1..${files.length}`);
let number = 0;
for (const file of files) {
  let found;
  try {
    found = await faults(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    found = String(error.message ?? error).split('\n');
  }
  console.log(`${found.length ? 'not ok' : 'ok'} ${++number} - ${
    path.basename(file)}`);
  for (const line of found.slice(0, 6)) console.log(`# ${line}`);
}
