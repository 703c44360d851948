// Answers of GitHub's as the OpenAPI document shows them.
const octo = {
  id: 583231,
  login: "octo",
  avatar_url: "https://avatars.example.com/u/583231",
  html_url: "https://github.com/octo",
  type: "User",
};

export const userExample = { ...octo, name: "Octo Example", email: "octo@example.com", public_repos: 8 };

export const repositoryExample = {
  id: 1296269,
  name: "hello-world",
  full_name: "octo/hello-world",
  private: false,
  html_url: "https://github.com/octo/hello-world",
  description: "A first repository",
  default_branch: "main",
  language: "TypeScript",
  updated_at: "2026-11-20T08:00:00Z",
  stargazers_count: 80,
  forks_count: 9,
  open_issues_count: 2,
  owner: octo,
};

const times = { created_at: "2026-11-19T09:30:00Z", updated_at: "2026-11-20T08:00:00Z" };

export const issueExample = {
  id: 1,
  number: 1347,
  title: "The page stays empty",
  body: "It should list the files.",
  state: "open",
  html_url: "https://github.com/octo/hello-world/issues/1347",
  user: octo,
  labels: [{ name: "bug", color: "d73a4a" }],
  assignees: [octo],
  comments: 1,
  ...times,
};

export const commentExample = {
  id: 2,
  body: "It does now.",
  html_url: "https://github.com/octo/hello-world/issues/1347#issuecomment-2",
  user: octo,
  ...times,
};
