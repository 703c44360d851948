// Finds activities by their words. The texts are stored as they are, so a search reads the rows of its page and compares.

/** Whether every word of a search stands somewhere in an activity: in its title, excerpt, action items or participants. */
export function containsWords(activity: Readonly<Record<string, unknown>>, search: string): boolean {
  const text = foldText(listTexts(activity).join("\n"));
  return foldText(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function listTexts({ title, excerpt, actionItems, participants }: Readonly<Record<string, unknown>>): string[] {
  const tasks = toList(actionItems).map((item) =>
    typeof item === "object" && item !== null ? Object(item).text : item,
  );
  return [title, excerpt, ...tasks, ...toList(participants)].filter((text) => typeof text === "string");
}

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The same letters in their other forms count as equal: capitals, full width, accents written in one or two characters. */
const foldText = (text: string): string => text.normalize("NFKC").toLowerCase();
