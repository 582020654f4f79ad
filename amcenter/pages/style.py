"""How the plain pages look: the reader's own fonts and colours, light, dark and on paper."""

STYLE = """
:root { color-scheme: light dark; --line: #c8ccd2; --soft: #f3f4f6; --faint: #5a6270;
  --text: #16191d; --page: #ffffff; --accent: #0b5cad; --warn: #8a4b00; --warn-soft: #fff4e0; }
@media (prefers-color-scheme: dark) {
  :root { --line: #434a54; --soft: #22262c; --faint: #a7afbb; --text: #e8eaed; --page: #15181c;
    --accent: #7ab8ff; --warn: #ffc46b; --warn-soft: #33270f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1360px; margin: 0 auto; padding: 20px 24px 48px; }
h1 { font-size: 26px; margin: 0 0 2px; }
h2 { font-size: 19px; margin: 34px 0 10px; }
header p { margin: 0; color: var(--faint); }
.status { font-size: 14px; font-weight: 600; vertical-align: middle; padding: 3px 10px;
  border: 1px solid var(--accent); border-radius: 999px; color: var(--accent); }
.notes { background: var(--warn-soft); border-left: 4px solid var(--warn); padding: 2px 18px;
  margin-top: 18px; border-radius: 4px; }
.notes h2 { margin-top: 10px; font-size: 16px; color: var(--warn); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 10px;
  margin: 0 0 18px; }
.figure { background: var(--soft); border-radius: 8px; padding: 10px 14px; }
dt { color: var(--faint); font-size: 13px; }
dd { margin: 0; font-size: 19px; font-weight: 600; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
thead th { color: var(--faint); font-weight: 600; border-bottom-width: 2px; }
tbody th { font-weight: 600; }
tbody th, td { white-space: nowrap; } .prose { white-space: normal; min-width: 120px; }
td { font-variant-numeric: tabular-nums; }
.number { text-align: right; padding-right: 16px; }
figure { margin: 0; }
figcaption { color: var(--faint); font-size: 13px; margin-top: 4px; }
.drawing svg, figure svg { max-width: 100%; height: auto; background: #ffffff; border-radius: 6px; }
.drawing { overflow-x: auto; }
.platform { display: grid; grid-template-columns: minmax(260px, 420px) 1fr; gap: 24px;
  align-items: start; }
.platform > * { min-width: 0; }
@media (max-width: 800px) { .platform { grid-template-columns: 1fr; } main { padding: 14px; } }
@media print {
  :root { color-scheme: light; --line: #999; --soft: #fff; --faint: #333; --text: #000;
    --page: #fff; --accent: #000; --warn: #000; --warn-soft: #fff; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  table { font-size: 8.5pt; } .figure { border: 1px solid #999; }
  .wide, .drawing { overflow: visible; } th, td { white-space: normal; }
  .build { break-before: page; } tr, figure, .figure { break-inside: avoid; }
  thead { display: table-header-group; }
}
"""
