/** Reads the trimmed text values of a form by field name. */
export function readFormValues(form: HTMLFormElement): Readonly<Record<string, string>> {
  const fields = [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value.trim() : ""]);
  return Object.fromEntries(fields);
}
