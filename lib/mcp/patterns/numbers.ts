import { either, type Grammar, inOrder, mapTo, maybe, mean, readWord, say } from "./grammar.ts";

const ones = "one two three four five six seven eight nine".split(" ");
const teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

const findIndex = (names: readonly string[], from: number, step = 1) =>
  readWord((word) => (names.includes(word) ? from + step * names.indexOf(word) : undefined));

const one = findIndex(ones, 1);
const ten = findIndex(tens, 20, 10);

const belowHundred: Grammar<number> = either(
  one,
  findIndex(teens, 10),
  mapTo(inOrder(ten, maybe(one)), ([many, few = 0]) => many + few),
);

const hundreds = mapTo(
  inOrder(either(one, mean("a", 1)), say("hundred"), maybe(say("and")), maybe(belowHundred)),
  ([many, , and, few]) => (and !== undefined && few === undefined ? undefined : many * 100 + (few ?? 0)),
);

const maxDigits = 9;

const digits = readWord((word) => {
  const plain = word.replaceAll(",", "");
  return /^\d+$/.test(plain) && plain.length <= maxDigits ? Number(plain) : undefined;
});

/** A whole number in digits or words: 7, 1,000, twenty-five, a hundred and five, a dozen. */
export const wholeNumber: Grammar<number> = either(
  digits,
  mean("zero", 0),
  belowHundred,
  hundreds,
  mean("a dozen|one dozen|dozen", 12),
);

/** A number of at least one. */
export const countingNumber: Grammar<number> = mapTo(wholeNumber, (number) => (number > 0 ? number : undefined));
