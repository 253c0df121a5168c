const HOT = new Set(['leak', 'churn']);

/** A finding is about a row when it is within one line of it, on another line named for it, or at the hot call. */
export function compare(rows, findings) {
  const result = { matches: [], wrong: [], otherVerdict: [], missed: [] };
  const found = new Set();
  for (const finding of findings) {
    const about = rowsFor(rows, finding);
    for (const row of about) found.add(row);
    const positives = about.filter(({ label }) => label !== 'ok');
    const scored = positives.filter(({ disputed }) => !disputed);
    if (scored.length > 0) {
      const agrees = scored.some(
        (row) => row.label === finding.label || (row.alsoAcceptable ?? []).includes(finding.label),
      );
      result.matches.push({ finding, row: scored[0], agrees });
      if (!agrees) result.otherVerdict.push({ finding, row: scored[0] });
    } else if (positives.length === 0 && about.length > 0) {
      const isOpen = about.some(
        (row) => row.disputed || (row.alsoAcceptable ?? []).some((label) => label !== 'ok'),
      );
      if (!isOpen) result.wrong.push({ finding, row: about[0] });
    }
  }
  const counted = rows.filter(
    (row) => row.label !== 'ok' && !row.disputed && !(row.alsoAcceptable ?? []).includes('ok'),
  );
  result.missed = counted.filter((row) => !found.has(row));
  return { ...result, counted, found };
}

function rowsFor(rows, { checkout, path, line, creation }) {
  const isNear = (row) =>
    row.checkout === checkout &&
    row.path === path &&
    (Math.abs(row.line - line) <= 1 || (row.altLines ?? []).includes(line));
  const near = rows.filter(isNear);
  const best = Math.min(...near.map((row) => distance(row, line)));
  const closest = near.filter((row) => distance(row, line) === best);
  if (closest.some(({ label }) => label !== 'ok')) return closest;
  const called = rows.filter(
    (row) => row.label !== 'ok' && row.checkout === checkout && row.hotPath === path && row.hotLine === line,
  );
  if (called.length > 0) return called;
  if (closest.length > 0) return closest;
  // A factory's call is about the creation inside it.
  return rows.filter((row) => creation === `${row.checkout}/${row.path}:${String(row.line)}`);
}

function distance(row, line) {
  return (row.altLines ?? []).includes(line) ? 0 : Math.abs(row.line - line);
}

/** The figures, as lines of a table. */
export function* percentages({ matches, wrong, counted, found }) {
  const isHot = ({ label }) => HOT.has(label);
  const hits = matches.filter(({ row }) => isHot(row));
  const hotWrong = wrong.filter(({ finding }) => isHot(finding));
  yield ['hot precision', share(hits.length, hits.length + hotWrong.length)];
  yield ['hot recall', recall(counted.filter(isHot), found)];
  yield ['hot recall, mean of repositories', macro(counted.filter(isHot), found)];
  const agreeing = hits.filter(({ agrees }) => agrees).length;
  yield ['right verdict of the two', share(agreeing, hits.length)];
  const unbounded = matches.filter(({ finding }) => finding.label === 'unbounded');
  const right = unbounded.filter(({ agrees }) => agrees).length;
  yield [
    'unbounded precision',
    share(right, unbounded.length + wrong.filter(({ finding }) => finding.label === 'unbounded').length),
  ];
  yield [
    'unbounded recall',
    recall(
      counted.filter(({ label }) => label === 'unbounded'),
      found,
    ),
  ];
  yield ['hot precision, mean of repositories', macroPrecision(hits, hotWrong)];
  for (const label of HOT) {
    const said = hits.filter(({ finding }) => finding.label === label).length;
    const not = hotWrong.filter(({ finding }) => finding.label === label).length;
    yield [`precision, verdict ${label}`, share(said, said + not)];
  }
  const groups = [
    ['verdict', (row) => row.label],
    ['across functions', (row) => (isHot(row) ? String(row.interproc) : undefined)],
    ['hot kind', (row) => (isHot(row) ? (row.hotContext ?? row.hot) : undefined)],
    ['library', (row) => (isHot(row) ? row.lib : undefined)],
  ];
  for (const [name, keyOf] of groups) {
    const keys = [...new Set(counted.map(keyOf))].filter((key) => key !== undefined).sort();
    for (const key of keys)
      yield [
        `recall, ${name} ${key}`,
        recall(
          counted.filter((row) => keyOf(row) === key),
          found,
        ),
      ];
  }
}

function recall(rows, found) {
  return share(rows.filter((row) => found.has(row)).length, rows.length);
}

function macro(rows, found) {
  const repositories = [...new Set(rows.map(({ repo }) => repo))];
  const shares = repositories.map((repo) => {
    const own = rows.filter((row) => row.repo === repo);
    return own.filter((row) => found.has(row)).length / own.length;
  });
  const mean = shares.reduce((sum, one) => sum + one, 0) / Math.max(1, shares.length);
  return `${(100 * mean).toFixed(1)} % of ${String(repositories.length)} repositories`;
}

function macroPrecision(hits, wrong) {
  const repositories = [...new Set([...hits, ...wrong].map(({ row }) => row.repo))];
  const shares = repositories.map((repo) => {
    const right = hits.filter(({ row }) => row.repo === repo).length;
    return right / (right + wrong.filter(({ row }) => row.repo === repo).length);
  });
  const mean = shares.reduce((sum, one) => sum + one, 0) / Math.max(1, shares.length);
  return `${(100 * mean).toFixed(1)} % of ${String(repositories.length)} repositories`;
}

function share(part, whole) {
  return whole === 0
    ? 'none'
    : `${((100 * part) / whole).toFixed(1)} % (${String(part)} of ${String(whole)})`;
}
