/** Who works at this page, and their team: kept in this browser, as on the wrap-up. */

const NAME = "steadyline.name";
const TEAM = "steadyline.team";

function kept(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be closed to us: it is asked for again.
  }
}

export const myName = (): string => kept(NAME).trim();
export const myTeam = (): string => kept(TEAM).trim();
export const iAm = (name: string): void => keep(NAME, name);
export const myTeamIs = (team: string): void => keep(TEAM, team);
