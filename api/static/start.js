// A plain page until the real one: sign in, send parts, review, plan, publish. It uses the public API only.
import { words } from "/start-words.js";

const main = document.getElementById("main");
let language = navigator.language.startsWith("ru") ? "ru" : "en";
const say = (code) => words[language][code] ?? code;

/** Make an element: `el("td", {class: "error"}, "text", child)`. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Call the API; a refusal becomes the sentence that the server gives. */
async function call(method, path, body, headers = {}) {
  const isFile = body instanceof Blob;
  const answer = await fetch(`/api${path}`, {
    method,
    headers: {
      "Accept-Language": language,
      ...(body && { "Content-Type": isFile ? "application/octet-stream" : "application/json" }),
      ...headers,
    },
    body: body && !isFile ? JSON.stringify(body) : body,
  });
  const content = answer.status === 204 ? null : await answer.json();
  if (answer.ok) return content;
  const problem = new Error(content.errors?.map((one) => one.msg).join("; ") || content.detail);
  problem.status = answer.status;
  throw problem;
}

/** Run what a person asked for, then show what is there now. */
const doing = (action) => async (event) => {
  event?.preventDefault();
  tell("");
  try {
    await action(event);
  } catch (problem) {
    tell(problem.message);
  }
  await show();
};

const tell = (text) => (document.getElementById("says").textContent = text);
const button = (code, action) => el("button", { type: "button", onclick: doing(action) }, say(code));
const field = (code, input) => el("label", {}, say(code), input);
const values = (event) => Object.fromEntries(new FormData(event.target));

function select(name, options) {
  return el("select", { name }, ...options.map(([value, text]) => el("option", { value }, text)));
}

function signInForm() {
  const send = doing(async (event) => call("POST", "/session", values(event)));
  return el("form", { onsubmit: send },
    field("email", el("input", { name: "email", type: "email", required: "", autocomplete: "username" })),
    field("password", el("input", { name: "password", type: "password", required: "", autocomplete: "current-password" })),
    el("button", {}, say("sign_in")));
}

function invitationForm() {
  const send = doing(async (event) => {
    const given = Object.fromEntries(Object.entries(values(event)).filter(([, value]) => value));
    await call("POST", "/invitations/accept", { secret: location.hash.slice(1), ...given });
    history.replaceState(null, "", "/");
  });
  return el("form", { onsubmit: send },
    field("name_first", el("input", { name: "name" })),
    field("email_first", el("input", { name: "email", type: "email", autocomplete: "username" })),
    field("password_new", el("input", { name: "password", type: "password", minlength: 12, required: "", autocomplete: "new-password" })),
    el("button", {}, say("set_password")));
}

function requestForm(me, materials, customers) {
  const send = doing(async (event) => {
    const { title, need_by, customer_id, material_id, unit, quantity } = values(event);
    const request = await call("POST", "/requests", { title, need_by, ...(customer_id && { customer_id }) });
    for (const file of event.target.elements.files.files) {
      const query = new URLSearchParams({ name: file.name, material_id, quantity, ...(unit && { unit }) });
      tell(`${say("sending")} ${file.name}`);
      await call("POST", `/requests/${request.id}/parts?${query}`, file);
    }
    tell("");
    event.target.reset();
  });
  return el("form", { onsubmit: send },
    field("title", el("input", { name: "title", required: "", maxlength: 200 })),
    field("need_by", el("input", { name: "need_by", type: "date", required: "" })),
    ...(me.customer_id ? [] : [field("customer", select("customer_id", customers.map((one) => [one.id, one.name])))]),
    field("files", el("input", { name: "files", type: "file", multiple: "", required: "", accept: ".stl,.3mf,.obj" })),
    field("unit", select("unit", [["mm", "mm"], ["inch", "inch"], ["cm", "cm"], ["m", "m"], ["", say("ask_me")]])),
    field("material", select("material_id", materials.map((one) => [one.id, language === "ru" ? one.name_ru : one.name]))),
    field("quantity", el("input", { name: "quantity", type: "number", min: 1, max: 10000, value: 1 })),
    el("button", {}, say("send")));
}

const MOVES = {
  draft: [["submit", "request_write"]],
  changes_requested: [["submit", "request_write"]],
  submitted: [["review", "request_review"]],
  in_review: [["accept", "request_review"]],
};
const DECISIONS = { proposed: ["approve"], approved: ["publish"], queued: ["stop"], solving: ["stop"] };

function requestRow(request, parts, me) {
  const moves = (MOVES[request.status] ?? []).filter(([, action]) => me.allowed.includes(action));
  return el("tr", {},
    el("td", {}, request.number), el("td", {}, request.title), el("td", {}, say(request.status)),
    el("td", {}, request.need_by), el("td", {}, moment(request.promised_at)),
    el("td", {}, el("ul", {}, ...parts.map(partItem))),
    el("td", {}, ...moves.map(([move]) => button(move, () => call("POST", `/requests/${request.id}/${move}`)))));
}

function partItem(part) {
  const box = part.summary?.analysis?.box_mm?.map((size) => size.toFixed(1)).join(" × ");
  const remarks = [...part.findings, ...(part.error ? [part.error] : [])];
  const ask = part.status === "needs_unit"
    ? ["mm", "inch"].map((unit) => el("button", { type: "button", onclick: doing(() =>
        call("PUT", `/parts/${part.id}/unit`, { unit }, { "If-Match": `"${part.version}"` })) }, unit))
    : [];
  return el("li", {}, `${part.name} × ${part.quantity}: ${say(part.status)}${box ? `, ${box} mm` : ""} `, ...ask,
    ...remarks.map((one) => el("div", { class: one.severity === "warning" ? null : "error" }, one.text[language] ?? one.code)));
}

function planRow(plan) {
  const gap = plan.objective ? ((plan.objective - plan.lower_bound) / plan.objective * 100).toFixed(1) : null;
  const reasons = plan.reasons.map((one) => el("div", { class: "error" }, one.text[language] ?? one.code));
  const page = plan.build_count ? [el("a", { href: `/api/plans/${plan.id}/page` }, say("look"))] : [];
  return el("tr", {},
    el("td", {}, plan.number), el("td", {}, say(plan.status), ...reasons),
    el("td", {}, String(plan.piece_count)), el("td", {}, String(plan.build_count)),
    el("td", {}, gap === null ? "" : `${gap} %`), el("td", {}, ...page),
    el("td", {}, ...(DECISIONS[plan.status] ?? []).map((move) => button(move, () => call("POST", `/plans/${plan.id}/${move}`)))));
}

const moment = (value) => (value ? new Date(value).toLocaleString(language) : "");
const table = (codes, rows) => el("table", {},
  el("thead", {}, el("tr", {}, ...codes.map((code) => el("th", { scope: "col" }, say(code))))), el("tbody", {}, ...rows));
const items = async (path) => (await call("GET", path)).items;

async function signedIn(me) {
  const plans = me.allowed.includes("plan_see");
  const requests = me.allowed.includes("request_see") ? await items("/requests?limit=50") : [];
  const parts = requests.length ? await items("/parts?limit=200&sort=-created_at") : [];
  const sections = [el("h2", {}, say("requests")), table(
    ["number", "title", "status", "need_by", "promised", "parts", "next"],
    requests.map((one) => requestRow(one, parts.filter((part) => part.request_id === one.id), me)))];
  if (plans) {
    sections.push(el("h2", {}, say("plans")),
      button("run_plan", () => call("POST", "/plans", { seconds: 60 })),
      table(["number", "status", "pieces", "builds", "gap", "page", "next"], (await items("/plans?limit=20")).map(planRow)));
  }
  return sections;
}

/** The form is made once: filling it in must not be disturbed by what happens meanwhile. */
async function newRequest(me) {
  if (!me.allowed.includes("request_write")) return el("div");
  const materials = await items("/materials?limit=200&sort=key");
  const customers = me.customer_id ? [] : await items("/customers?limit=200");
  if (!me.customer_id && !customers.length) {
    const add = doing(async (event) => { await call("POST", "/customers", values(event)); form = null; });
    return el("form", { onsubmit: add }, field("customer", el("input", { name: "name", required: "" })), el("button", {}, say("add_customer")));
  }
  return el("div", {}, el("h2", {}, say("new_request")), requestForm(me, materials, customers));
}

let form = null;

async function show() {
  let me;
  try {
    me = await call("GET", "/me");
  } catch (problem) {
    if (problem.status !== 401) return tell(problem.message);
    form = null;
    document.getElementById("who").replaceChildren();
    if (!main.querySelector("form[data-door]")) {
      const door = location.pathname === "/invitation" ? invitationForm() : signInForm();
      door.dataset.door = "";
      main.replaceChildren(door);
    }
    return undefined;
  }
  language = me.language;
  document.documentElement.lang = language;
  document.getElementById("who").replaceChildren(`${me.name} · ${say(me.role)} `, button("sign_out", () => call("DELETE", "/session")));
  const lists = await signedIn(me);
  form ??= await newRequest(me);
  main.replaceChildren(form, ...lists);
  return undefined;
}

await show();
setInterval(() => {
  if (!document.hidden && !main.contains(document.activeElement)) show();
}, 3000);
