// GitHub's markdown as plain text: HTML comments (of issue templates) are removed, links and images become their text.

export function markdownToText(text: string): string {
  return removeComments(text)
    .replace(/!\[([^\]\n]{0,200})\]\([^()\s]{1,1000}\)/g, "$1")
    .replace(/\[([^\]\n]{1,200})\]\([^()\s]{1,1000}\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)([^\n]{1,500}?\S)\1/g, "$2");
}

/** Removes HTML comments. An unclosed one hides the rest, as on GitHub. */
function removeComments(text: string): string {
  let visible = "";
  let at = 0;
  for (;;) {
    const from = text.indexOf("<!--", at);
    if (from < 0) return visible + text.slice(at);
    visible += text.slice(at, from);
    const end = text.indexOf("-->", from + 4);
    if (end < 0) return visible;
    at = end + 3;
  }
}

/** Whether a text mentions this login: `@` and the whole name, in any case. */
export function mentionsLogin(text: string, login: string): boolean {
  const wanted = `@${login.toLowerCase()}`;
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const isStart = at === 0 || !/[\w@/-]/.test(lower.charAt(at - 1));
    if (isStart && !/[\w-]/.test(lower.charAt(at + wanted.length))) return true;
  }
  return false;
}

/** The first ten logins that a text mentions. */
export function findMentions(text: string): string[] {
  const found = [...text.matchAll(/(?<![\w@/-])@([A-Za-z\d](?:[A-Za-z\d-]{0,38}))(?![\w/-])/g)];
  return [...new Set(found.map(([, login = ""]) => login))].slice(0, 10);
}
