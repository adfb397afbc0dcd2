import { describe, expect, it } from 'vitest';
import { peopleIn, rolesIn } from './people-in.ts';

describe('people', () => {
  it.each([
    ['Anna Schmidt', ['Anna Schmidt']],
    ['Anna Schmidt <anna@example.com>, @bob', ['anna@example.com', '@bob']],
    ['ops@example.com / dev@example.com', ['ops@example.com', 'dev@example.com']],
    ["Jürgen Müller and Bob O'Neil", ['Jürgen Müller', "Bob O'Neil"]],
    ['the on-call engineer', []],
    ['QA Team', []],
    ['[TBD: ask anna@example.com]', []],
  ])('of "%s"', (text, people) => expect(peopleIn(text)).toEqual(people));
});

describe('roles that are listed', () => {
  it.each([
    ['[DevOps Lead, Developer Support]', ['DevOps Lead', 'Developer Support']],
    ['QA and Release Manager', ['QA', 'Release Manager']],
    ['[TBD]', []],
  ])('of "%s"', (text, roles) => expect(rolesIn(text)).toEqual(roles));
});
