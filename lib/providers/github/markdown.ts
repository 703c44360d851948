// GitHub's markdown as plain text: what templates hide is left out, links and pictures become their words.

export function markdownToText(text: string): string {
  return removeComments(text)
    .replace(/!\[([^\]\n]{0,200})\]\([^()\s]{1,1000}\)/g, "$1")
    .replace(/\[([^\]\n]{1,200})\]\([^()\s]{1,1000}\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)([^\n]{1,500}?\S)\1/g, "$2");
}

/** One that is not closed hides the rest, as it does at GitHub. */
function removeComments(text: string): string {
  let shown = "";
  let at = 0;
  for (;;) {
    const from = text.indexOf("<!--", at);
    if (from < 0) return shown + text.slice(at);
    shown += text.slice(at, from);
    const end = text.indexOf("-->", from + 4);
    if (end < 0) return shown;
    at = end + 3;
  }
}

/** Whether a text mentions this login: a whole name behind an at sign, whatever its case. */
export function mentionsLogin(text: string, login: string): boolean {
  const wanted = `@${login.toLowerCase()}`;
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const isStart = at === 0 || !/[\w@/-]/.test(lower.charAt(at - 1));
    if (isStart && !/[\w-]/.test(lower.charAt(at + wanted.length))) return true;
  }
  return false;
}

/** Logins that a text mentions, the first few. */
export function findMentions(text: string): string[] {
  const found = [...text.matchAll(/(?<![\w@/-])@([A-Za-z\d](?:[A-Za-z\d-]{0,38}))(?![\w/-])/g)];
  return [...new Set(found.map(([, login = ""]) => login))].slice(0, 10);
}
