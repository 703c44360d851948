// Names as people and projects have them: with accents, in other scripts, with apostrophes and hyphens.
export const givenNames = [
  ..."Amara Anne-Marie Astrid Björn Camille Carlos Chloé Daisuke Elif Emeka Fatima Freya Giulia Hana Ines Ivan".split(
    " ",
  ),
  ..."Jonas Jürgen Kwame Leila Lucía Łukasz Mads Mateo Mei Milan Nadia Ngozi Noor Ólafur Priya Ravi Renée Sofía".split(
    " ",
  ),
  ..."Søren Tariq Tomás Ulla Viktor Wanjiru Yara Yusuf Zoë Žofia".split(" "),
];

export const familyNames = [
  ..."Abebe Andersson Bianchi Bjørnsdóttir Castillo Chaudhry Dvořák Eze Fischer García Haddad Ivanova".split(" "),
  ..."Jensen Kowalczyk Lefèvre Lindqvist Mbeki Müller Nakamura Ndiaye O'Connor Okafor Öztürk Patel".split(" "),
  ..."Petrović Rossi Schäfer Silva Smith-Jones Ştefănescu Tanaka Van_der_Berg Weiß Yılmaz".split(" "),
].map((name) => name.replaceAll("_", " "));

/** People whose names are written in other scripts, or are longer than most layouts expect. */
export const otherNames = [
  "李小龙",
  "Nguyễn Thị Ánh",
  "محمد الفارسي",
  "Дмитрий Соколов",
  "Maximiliana Theodora Alexandra von Hohenstein-Wittgenstein zu Sayn und Altenkirchen",
];

const subjects = [
  ..."Website Mobile_app Billing Customer_portal Data_warehouse Design_system Warehouse Payroll Support_desk Newsletter".split(
    " ",
  ),
  ..."Partner_API Search Office_Zürich Supplier_catalogue Loyalty_programme Accessibility".split(" "),
].map((subject) => subject.replaceAll("_", " "));

const undertakings = ["relaunch", "migration", "pilot", "audit", "redesign", "rollout"];

/** The names of projects, all different: every subject once, then again with the next undertaking. */
export const projectNames = undertakings.flatMap((_, round) =>
  subjects.map((subject, at) => `${subject} ${undertakings[(at + round) % undertakings.length]}`),
);
