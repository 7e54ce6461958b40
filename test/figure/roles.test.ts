import { expect, test } from 'vitest';
import { ROLES } from '../../src/analysis/roles-finding.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { rolesFigure } from '../../src/figure/roles.ts';
import { ROLE_SIGNS, score } from '../../src/figure/roles-signs.ts';
import { rolesWords } from '../../src/figure/roles-words.ts';
import { sampleRoles } from './sample-roles.ts';

const reply = sampleRoles({ tokens: [], layers: 5, heads: 7 });
const finding = findingOf(reply, 'roles');
const figure = rolesFigure(reply);

test('every head of the finding is in the map, at its layer and place, with its role', () => {
  expect(figure.map.map((row) => row.length)).toEqual([7, 7, 7, 7, 7]);
  const drawn = figure.map.flatMap((row, layer) =>
    row.map((cell, head) => ({ head: `L${layer}H${head}`, ...cell })),
  );
  for (const { head, role, score: strength } of finding.heads)
    expect(drawn).toContainEqual(
      expect.objectContaining({ head, role: role === 'none' ? null : role, score: strength }),
    );
});

test('counts add up to all heads', () => {
  const counted = figure.roles.reduce((sum, { count }) => sum + Number(count), Number(figure.none));
  expect(counted).toBe(finding.heads.length);
  expect(figure.roles.map(({ role }) => role)).toEqual([...ROLES]);
});

test('listed are the two highest scores of each role, and those alone are framed', () => {
  for (const { role, heads } of figure.roles) {
    const best = finding.heads.filter((head) => head.role === role).sort((a, b) => b.score - a.score);
    expect(heads.map(({ head }) => head)).toEqual(best.slice(0, 2).map(({ head }) => head));
  }
  const framed = figure.map.flat().filter(({ listed }) => listed).length;
  expect(framed).toBe(figure.roles.reduce((sum, { heads }) => sum + heads.length, 0));
});

test('the words say counts, leaders with effect, and the roles nobody holds', () => {
  const text = rolesWords(finding).join('\n');
  for (const { role, glyph, heads } of figure.roles.filter((entry) => entry.heads.length > 0)) {
    const sign = ROLE_SIGNS.find((each) => each.role === role);
    expect(text).toContain(`${glyph} ${sign?.label}`);
    expect(text).toContain(`${heads[0]?.head} ${heads[0]?.text} (effect ${heads[0]?.effect})`);
  }
  const nobody = rolesWords(
    findingOf(sampleRoles({ tokens: [], layers: 2, heads: 2, silent: true }), 'roles'),
  );
  expect(nobody[0]).toBe('0 of 4 heads hold a role on random tokens.');
  expect(nobody[1]).toMatch(/^None: previous token, .*, sink\.$/);
});

test('a share is written as papers write it', () => {
  expect([0, 0.031, 0.2, 0.94, 0.994, 0.996, 1].map(score)).toEqual([
    '.00',
    '.03',
    '.20',
    '.94',
    '.99',
    '1.0',
    '1.0',
  ]);
});
