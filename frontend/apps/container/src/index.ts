// The boundary that lets shared packages settle first. Eager: the host brings all of them along, and a chunk of its own would cost a round trip.
import(/* webpackMode: "eager" */ './bootstrap.tsx');
