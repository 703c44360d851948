/** The report's style sheet: light or dark as the reader's system is. Colours are told apart without red and green alone. */
export const style = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#1b2330;--soft:#5b6675;--line:#dfe3e9;--band:#eef1f5;
--p50:#2f7d5b;--p95:#2563c9;--p99:#b4540a;--rate:#8fb3e8;--failed:#c62f3b;--met:#2f7d5b;--missed:#c62f3b;
--generator:#7a5cc4;--emulator:#2563c9;--lambdas:#2f9c8f;--database:#b4540a;--command:#c2902b;--others:#9aa3b0}
@media(prefers-color-scheme:dark){:root{--bg:#12161c;--card:#1a2029;--text:#e6eaf0;--soft:#9aa6b6;--line:#2d3643;--band:#202833;
--p50:#58c193;--p95:#7fb0ff;--p99:#f0a35e;--rate:#3f65a3;--failed:#ff7b85;--met:#58c193;--missed:#ff7b85;
--generator:#a58bea;--emulator:#6ea2f5;--lambdas:#4fc3b5;--database:#e59152;--command:#dcb45a;--others:#6b7685}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main{max-width:1040px;margin:0 auto;padding:28px 20px 48px}h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:16px;margin:0 0 8px}
p{margin:0 0 8px}.note{color:var(--soft);font-size:13px}.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:16px 0 0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:16px;margin-top:16px}.cards .card{margin:0}
.badge{font-size:12px;font-weight:600;padding:2px 9px;border-radius:99px;border:1px solid;vertical-align:2px;margin-left:4px}
.badge.met{color:var(--met)}.badge.missed{color:var(--missed)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th{text-align:left;font-weight:500}
.card td,.card th{padding:4px 10px 4px 0;white-space:nowrap}.figure{font-weight:600;text-align:right}.bad{color:var(--missed)}
.wide{width:100%}.meter,.stack{height:10px;background:var(--band);border-radius:5px;overflow:hidden;display:flex}
.meter span,.stack span{display:block;height:100%}.meter .met{background:var(--met)}.meter .missed{background:var(--missed)}.stack{height:16px;border-radius:4px}
.scroll{overflow-x:auto}.data td,.data th{border-top:1px solid var(--line);padding:6px 12px 6px 0;text-align:right}
.data th:first-child,.data .words{text-align:left}.data thead th{border-top:0;color:var(--soft);font-size:13px}.data .words{padding-left:8px;white-space:normal;min-width:230px}
svg{display:block;width:100%;height:auto}svg text{fill:var(--soft);font:11px system-ui,sans-serif}.grid{stroke:var(--line)}.band{fill:var(--band)}
.line{fill:none;stroke-width:2;stroke-linejoin:round}.line.p50{stroke:var(--p50)}.line.p95{stroke:var(--p95)}.line.p99{stroke:var(--p99)}
circle.p50{fill:var(--p50)}circle.p95{fill:var(--p95)}circle.p99{fill:var(--p99)}rect.rate{fill:var(--rate)}rect.failed{fill:var(--failed)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:0 0 8px;padding:0;font-size:13px;color:var(--soft)}
.swatch{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:6px;vertical-align:-1px}
${["p50", "p95", "p99", "rate", "failed", "generator", "emulator", "lambdas", "database", "command", "others"].map((name) => `.swatch.${name},.stack .${name}{background:var(--${name})}`).join("")}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0;font-size:14px}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.narrow{display:none}@media(max-width:640px){.wideview{display:none}.narrow{display:block}main{padding:20px 12px 32px}.card{padding:14px 12px}dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 8px}}
@media print{body{background:#fff}.card{break-inside:avoid}}
`;
