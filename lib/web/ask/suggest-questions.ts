/** Questions that are answered without a model, by what the stage's file must say for it. */
const questions: readonly (readonly [question: string, ...subjects: string[]])[] = [
  ["How many users joined this week?", "users"],
  ["Users who joined in the last 30 days", "users"],
  ["Most active projects in the last 30 days", "projects", "activity"],
  ["Projects with more than 5 members", "projects", "members"],
  ["Recent projects", "projects"],
  ["How many users are there?", "users"],
];

/** @param subjects those that the stage's file maps, such as `users` */
export const suggestQuestions = (subjects: readonly string[]): readonly string[] =>
  questions
    .filter(([, ...needed]) => needed.every((subject) => subjects.includes(subject)))
    .map(([question]) => question);
