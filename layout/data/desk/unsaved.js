/* Text that is typed but not saved, kept in the browser: a reload, a crash or a desk that ended takes nothing away.
   A key says folder, issue, story, field and the file it was typed against; a value, what was typed and what it began with. */

const MARK = "desk.unsaved";
const DAYS = 30; // so long is text kept that nobody asked for again

const key = (where, base) => JSON.stringify([MARK, where.folder, where.issue, where.story, where.path.join("."), base]);

const parts = (name) => {
  if (!name?.startsWith(`["${MARK}"`)) return null;
  const [, folder, issue, story, path, base] = JSON.parse(name);
  return { folder, issue, story, path, base };
};

const names = (storage) => Array.from({ length: storage.length }, (_, at) => storage.key(at));

const same = (found, where) =>
  found.folder === where.folder &&
  found.issue === where.issue &&
  found.story === where.story &&
  found.path === where.path.join(".");

/* A full or forbidden storage must not stop anybody writing: the text is still in the editor then. */
const quietly = (act) => {
  try {
    return act();
  } catch {
    return null;
  }
};

export function keep(storage, where, base, { value, was }, now) {
  quietly(() => storage.setItem(key(where, base), JSON.stringify({ value, was, when: now })));
}

/* All that is kept of a field, the latest first: [{value, was, base, when}]. */
export function kept(storage, where) {
  const found = quietly(() =>
    names(storage)
      .map((name) => [name, parts(name)])
      .filter(([, each]) => each && same(each, where))
      .map(([name, each]) => ({ ...JSON.parse(storage.getItem(name)), base: each.base })),
  );
  return (found ?? []).sort((one, other) => other.when - one.when);
}

export function forget(storage, where) {
  quietly(() => names(storage).filter((name) => same(parts(name) ?? {}, { ...where })).forEach((name) => storage.removeItem(name)));
}

/* What nobody came back for within a month. */
export function sweep(storage, now) {
  quietly(() =>
    names(storage)
      .filter((name) => parts(name) && !(now - JSON.parse(storage.getItem(name)).when < DAYS * 86_400_000))
      .forEach((name) => storage.removeItem(name)),
  );
}
