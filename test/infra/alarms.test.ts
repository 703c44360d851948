import { expect, test } from "vitest";
import { countedAlarms } from "../../infra/alarms.ts";
import { sourceFiles } from "../architecture/source-files.ts";

const sources = await sourceFiles(/^(functions|lib)\/.*\.ts$/);

test.each(countedAlarms("test").map(({ name }) => name))(
  "the alarm %s watches a metric that a Lambda emits",
  (name) => {
    expect(sources.filter(({ text }) => text.includes(`"${name}"`))).not.toEqual([]);
  },
);
