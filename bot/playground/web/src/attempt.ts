/** Doing something that may fail: what went wrong is said in one place, on top of the conversation. */

import { createContext, useContext } from "react";

export type Attempt = (work: () => Promise<void>) => Promise<void>;

export const AttemptContext = createContext<Attempt>((work) => work());

export const useAttempt = () => useContext(AttemptContext);
