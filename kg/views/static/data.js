// What the page was made with, and the few helpers that all parts share. Text from the data reaches
// the document through textContent alone; Trusted Types in the page's policy forbid anything else.

const data = JSON.parse(document.getElementById("data").textContent);
const { words, items, evidence } = data;
const byId = (id) => document.getElementById(id);

/** An element with text or children; attributes that are null are left out. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== "") element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** Text that keeps its own direction, whatever its characters would do to what stands beside it. */
const isolated = (text) => make("bdi", null, text);

/** A template such as "found: {n}" with its values. */
const filled = (template, values) =>
  template.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));

/** The address as a link's target, or null if it is anything but http or https. */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
