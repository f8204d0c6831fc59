/* The tracker's step in C: the yardstick of `against_c.py`, not part of the package.
 *
 * The algorithm is that of ringfort.tracking with log-odds life and belief propagation, told that things fly straight,
 * in the plane: exact bound and grid, gate, beliefs for confirmed tracks, shortest augmenting paths for tentative ones,
 * update, life, initiation. Same order, same numbers, but for rounding.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FREE, TENTATIVE, CONFIRMED };

typedef struct {
    double gate, noise, speed, new_density, new_existence, confirm, delete_below, lifetime, coast, tolerance, rounds,
        grid_from, odds, density, least;
} Rules;

typedef struct {
    double x[4], P[4][4], t, life_t, last_t, existence;
    long id;
    int status, hits, detection;
} Track;

typedef struct { double hit_odds, missed, price; int first, last, chosen, tangled; } Work;
typedef struct { double ratio, weight, cost, to_plot, to_track; int track, plot; } Pair;
typedef struct { double z[2], xx, xy, yy, alarms, free, load, price, shortest; int track, pair, owner, done, touched; } Plot;
typedef struct { double z[2], extent; int plot, cell; } Place;

typedef struct {
    Rules r;
    Track *tracks;
    Work *work;
    Pair *pairs;
    Plot *plots;
    Place *places, *sorted;
    int *order, *starts, *near;
    int room, most_pairs, slots, first_free, cells, columns, rows, n;
    long next_id;
    double now, west, south, per_m, widest;
} Desk;

static double above(double a, double b) { return a > b ? a : b; }
static double below(double a, double b) { return a < b ? a : b; }

static void lay_out(Desk *d) {
    d->west = d->south = d->per_m = 0.0, d->columns = d->rows = 1;
    if (d->n < d->r.grid_from) return;
    double west = d->places[0].z[0], east = west, south = d->places[0].z[1], north = south;
    for (int p = 1; p < d->n; p++) {
        west = below(west, d->places[p].z[0]), east = above(east, d->places[p].z[0]);
        south = below(south, d->places[p].z[1]), north = above(north, d->places[p].z[1]);
    }
    double wide = east - west, high = north - south;
    double side = above(above(sqrt(wide * high / (2.0 * d->n)), above(wide, high) / d->n), 1e-3);
    d->west = west, d->south = south, d->per_m = 1.0 / side;
    d->columns = (int)(wide * d->per_m) + 1, d->rows = (int)(high * d->per_m) + 1;
}

static void fill_grid(Desk *d) {
    lay_out(d);
    d->cells = d->columns * d->rows, d->widest = 0.0;
    memset(d->starts, 0, sizeof(int) * (d->cells + 2));
    for (int p = 0; p < d->n; p++) {
        Place *at = &d->places[p];
        at->cell = (int)((at->z[1] - d->south) * d->per_m) * d->columns + (int)((at->z[0] - d->west) * d->per_m);
        d->starts[at->cell + 2]++;
        d->widest = above(d->widest, above(d->plots[p].xx, d->plots[p].yy));
    }
    for (int c = 0; c < d->cells + 1; c++) d->starts[c + 1] += d->starts[c];
    for (int p = 0; p < d->n; p++) d->sorted[d->starts[d->places[p].cell + 1]++] = d->places[p];
}

/* Lists the places within reach of the track that no track has taken; returns their number. */
static int look(Desk *d, const Track *k) {
    double dt = d->now - k->t, ahead[2], side[2], extent = 0.0, gate = d->r.gate;
    for (int i = 0; i < 2; i++) {
        double v = k->P[i][i] + dt * (2.0 * k->P[i][i + 2] + dt * k->P[i + 2][i + 2]) + d->r.noise * dt * dt * dt / 3.0;
        ahead[i] = k->x[i] + dt * k->x[i + 2], extent += v, side[i] = sqrt(gate * (d->widest + v)) * d->per_m;
    }
    double east = (ahead[0] - d->west) * d->per_m, north = (ahead[1] - d->south) * d->per_m;
    int found = 0, left = 0;
    int first = (int)above(east - side[0], 0.0), last = (int)below(east + side[0], d->columns - 0.5);
    int low = (int)above(north - side[1], 0.0), high = (int)below(north + side[1], d->rows - 0.5);
    if (first <= last)
        for (int row = low; row <= high; row++)
            for (int p = d->starts[row * d->columns + first]; p < d->starts[row * d->columns + last + 1]; p++) {
                double a = d->sorted[p].z[0] - ahead[0], b = d->sorted[p].z[1] - ahead[1];
                d->near[found] = d->sorted[p].plot;
                found += a * a + b * b <= gate * (d->sorted[p].extent + extent);
            }
    for (int f = 0; f < found; f++) d->near[left] = d->near[f], left += d->plots[d->near[f]].track < 0;
    return left;
}

static void carry_on(Desk *d, Track *k) {
    double dt = d->now - k->t;
    double noise = d->r.noise * dt;
    k->t = d->now;
    for (int i = 0; i < 2; i++) {
        k->x[i] += dt * k->x[i + 2];
        for (int j = i; j < 2; j++) {
            k->P[i][j] += dt * (k->P[i][j + 2] + k->P[j][i + 2] + dt * k->P[i + 2][j + 2]);
            k->P[j][i] = k->P[i][j];
        }
        for (int j = 0; j < 2; j++) k->P[i][j + 2] += dt * k->P[i + 2][j + 2];
    }
    for (int i = 0; i < 2; i++) {
        k->P[i][i] += noise * dt * dt / 3.0, k->P[i][i + 2] += noise * dt / 2.0, k->P[i + 2][i + 2] += noise;
        for (int j = 0; j < 2; j++) k->P[j + 2][i] = k->P[i][j + 2];
    }
}

static double likelihood(const Desk *d, const Track *k, const Plot *p) {
    double a = k->P[0][0] + p->xx, b = k->P[0][1] + p->xy, c = k->P[1][1] + p->yy, det = a * c - b * b;
    double y0 = p->z[0] - k->x[0], y1 = p->z[1] - k->x[1];
    double d2 = (c * y0 * y0 - 2.0 * b * y0 * y1 + a * y1 * y1) / det;
    return d2 <= d->r.gate ? exp(-0.5 * d2) / (2.0 * M_PI * sqrt(det)) : 0.0;
}

static double missed_existence(double r, double odds) {
    r = below(r, 1.0 - 1e-9), odds = below(odds, 1.0 - 1e-9);
    return r * (1.0 - odds) / (1.0 - r * odds);
}

static void gather(Desk *d, const int *slots, int count) {
    int pairs = 0;
    for (int k = 0; k < count; k++) {
        Track *track = &d->tracks[slots[k]];
        Work *row = &d->work[slots[k]];
        track->detection = row->chosen = -1, row->first = pairs;
        int found = look(d, track);
        if (found || track->hits > 1) carry_on(d, track);
        track->existence *= d->r.lifetime / (d->r.lifetime + d->now - track->life_t), track->life_t = d->now;
        row->hit_odds = below(above(d->r.odds, 0.02), 0.999);
        for (int f = 0; f < found && pairs < d->most_pairs; f++) {
            Pair *pair = &d->pairs[pairs];
            const Plot *plot = &d->plots[d->near[f]];
            pair->ratio = likelihood(d, track, plot) * row->hit_odds / (plot->alarms * (1.0 - row->hit_odds));
            if (pair->ratio > 0.0) pair->track = slots[k], pair->plot = d->near[f], pairs++;
        }
        row->last = pairs;
    }
}

static double exchange(Desk *d, const int *slots, int count) {
    Pair *pairs = d->pairs;
    double change = 0.0;
    for (int k = 0; k < count; k++)
        if (d->work[slots[k]].tangled)
            for (int e = d->work[slots[k]].first; e < d->work[slots[k]].last; e++) d->plots[pairs[e].plot].load = 1.0;
    for (int k = 0; k < count; k++) {
        const Work *row = &d->work[slots[k]];
        if (!row->tangled) continue;
        double total = 1.0;
        for (int e = row->first; e < row->last; e++) total += pairs[e].weight * pairs[e].to_track;
        for (int e = row->first; e < row->last; e++) {
            pairs[e].to_plot = pairs[e].weight / above(total - pairs[e].weight * pairs[e].to_track, 1.0);
            d->plots[pairs[e].plot].load += pairs[e].to_plot;
        }
    }
    for (int k = 0; k < count; k++)
        for (int e = d->work[slots[k]].first; d->work[slots[k]].tangled && e < d->work[slots[k]].last; e++) {
            double message = 1.0 / above(d->plots[pairs[e].plot].load - pairs[e].to_plot, 1.0);
            change = above(change, fabs(message - pairs[e].to_track)), pairs[e].to_track = message;
        }
    return change;
}

static void believe(Desk *d, const int *slots, int count) {
    Pair *pairs = d->pairs;
    for (int k = 0; k < count; k++) {
        Work *row = &d->work[slots[k]];
        double exists = missed_existence(d->tracks[slots[k]].existence, row->hit_odds);
        for (int e = row->first; e < row->last; e++) {
            pairs[e].weight = pairs[e].ratio * exists, pairs[e].to_track = 1.0, d->plots[pairs[e].plot].load = 0.0;
        }
    }
    for (int k = 0; k < count; k++)
        for (int e = d->work[slots[k]].first; e < d->work[slots[k]].last; e++) d->plots[pairs[e].plot].load += 1.0;
    for (int k = 0; k < count; k++) {
        Work *row = &d->work[slots[k]];
        row->tangled = 0;
        for (int e = row->first; e < row->last; e++) row->tangled |= d->plots[pairs[e].plot].load > 1.0;
    }
    for (int round = 0; round < (int)d->r.rounds; round++)
        if (exchange(d, slots, count) < d->r.tolerance) break;
    for (int k = 0; k < count; k++) {
        Work *row = &d->work[slots[k]];
        double total = 1.0;
        for (int e = row->first; e < row->last; e++) total += pairs[e].weight * pairs[e].to_track;
        row->missed = 1.0 / total, row->chosen = -1;
        double top = row->missed;
        for (int e = row->first; e < row->last; e++) {
            Plot *p = &d->plots[pairs[e].plot];
            if (!row->tangled) p->load = 1.0 + pairs[e].weight / above(total - pairs[e].weight, 1.0);
            p->free = 1.0 / p->load;
            pairs[e].to_plot = pairs[e].weight * pairs[e].to_track / total;
            if (pairs[e].to_plot > top) row->chosen = e, top = pairs[e].to_plot;
        }
    }
}

static void augment(Desk *d, int source) {
    int row = source, reached = 0, leaver = -1, end = -1;
    double low = 0.0, leave = INFINITY;
    for (;;) {
        Work *w = &d->work[row];
        if (low - w->price < leave) leaver = row, leave = low - w->price;
        for (int e = w->first; e < w->last; e++) {
            Plot *p = &d->plots[d->pairs[e].plot];
            if (d->pairs[e].cost >= 0.0 || p->done) continue;
            double s = low + d->pairs[e].cost - w->price - p->price;
            if (s < p->shortest) {
                if (p->shortest == INFINITY) d->plots[reached++].touched = d->pairs[e].plot;
                p->shortest = s, p->pair = e;
            }
        }
        int best = -1;
        for (int t = 0; t < reached; t++) {
            int j = d->plots[t].touched;
            if (!d->plots[j].done && (best < 0 || d->plots[j].shortest < d->plots[best].shortest)) best = j;
        }
        if (best < 0 || d->plots[best].shortest >= leave) { low = leave; break; }
        low = d->plots[best].shortest, d->plots[best].done = 1;
        if (d->plots[best].owner < 0) { end = best; break; }
        row = d->plots[best].owner;
    }
    d->work[source].price += low;
    for (int t = 0; t < reached; t++) {
        Plot *p = &d->plots[d->plots[t].touched];
        if (p->done && p->owner >= 0) d->work[p->owner].price += low - p->shortest, p->price -= low - p->shortest;
        p->done = 0, p->shortest = INFINITY;
    }
    if (end < 0) {
        if (leaver == source) return;
        end = d->pairs[d->work[leaver].chosen].plot, d->work[leaver].chosen = -1;
    }
    for (;;) {
        int owner = d->pairs[d->plots[end].pair].track, before = d->work[owner].chosen;
        d->work[owner].chosen = d->plots[end].pair, d->plots[end].owner = owner;
        if (owner == source) return;
        end = d->pairs[before].plot;
    }
}

/* Settles a track that wants no detection, or one that nobody has. */
static int settled(Desk *d, int slot) {
    Work *w = &d->work[slot];
    int best = -1;
    double least = 0.0;
    for (int e = w->first; e < w->last; e++) {
        double cost = d->pairs[e].cost - d->plots[d->pairs[e].plot].price;
        if (cost < least && d->pairs[e].cost < 0.0) best = e, least = cost;
    }
    if (best < 0) return 1;
    Plot *p = &d->plots[d->pairs[best].plot];
    if (p->owner >= 0) return 0;
    w->price = least, w->chosen = best, p->owner = slot, p->pair = best;
    return 1;
}

static void assign(Desk *d, const int *slots, int count) {
    for (int k = 0; k < count; k++) {
        Work *row = &d->work[slots[k]];
        row->price = 0.0, row->chosen = -1;
        for (int e = row->first; e < row->last; e++) {
            Plot *p = &d->plots[d->pairs[e].plot];
            d->pairs[e].cost = -log(d->pairs[e].ratio);
            p->price = 0.0, p->shortest = INFINITY, p->owner = -1, p->done = 0;
        }
    }
    for (int k = 0; k < count; k++)
        if (!settled(d, slots[k])) augment(d, slots[k]);
}

/* The gain K, and the shift K y, of a detection. */
static void correct(const Track *k, const Plot *p, double K[4][2], double shift[4]) {
    double a = k->P[0][0] + p->xx, b = k->P[0][1] + p->xy, c = k->P[1][1] + p->yy, over = 1.0 / (a * c - b * b);
    double y0 = p->z[0] - k->x[0], y1 = p->z[1] - k->x[1];
    for (int i = 0; i < 4; i++) {
        K[i][0] = (k->P[i][0] * c - k->P[i][1] * b) * over, K[i][1] = (k->P[i][1] * a - k->P[i][0] * b) * over;
        shift[i] = K[i][0] * y0 + K[i][1] * y1;
    }
}

static void update(const Desk *d, Track *k, const Work *w, const Pair *pair) {
    double K[4][2], shift[4], top[2][4];
    correct(k, &d->plots[pair->plot], K, shift);
    memcpy(top, k->P, sizeof top);
    for (int i = 0; i < 4; i++) {
        k->x[i] += shift[i];
        for (int j = i; j < 4; j++) k->P[i][j] -= K[i][0] * top[0][j] + K[i][1] * top[1][j], k->P[j][i] = k->P[i][j];
    }
    double r = below(k->existence, 1.0 - 1e-9), times = pair->ratio * (1.0 - w->hit_odds) * r / (1.0 - r);
    k->existence = below(times / (1.0 + times), 1.0 - 1e-9);
}

static void update_softly(const Desk *d, Track *k, const Work *w) {
    double centre[4] = {0}, spread[4][4] = {{0}}, weight = w->missed;
    for (int e = w->first; e < w->last; e++) {
        double odds = d->pairs[e].to_plot, K[4][2], shift[4];
        if (odds <= 1e-3) continue;
        correct(k, &d->plots[d->pairs[e].plot], K, shift);
        weight += odds;
        for (int i = 0; i < 4; i++) {
            centre[i] += odds * shift[i];
            for (int j = i; j < 4; j++)
                spread[i][j] += odds * (shift[i] * shift[j] - K[i][0] * k->P[0][j] - K[i][1] * k->P[1][j]);
        }
    }
    for (int i = 0; i < 4; i++) centre[i] /= weight, k->x[i] += centre[i];
    for (int i = 0; i < 4; i++)
        for (int j = i; j < 4; j++)
            k->P[i][j] += spread[i][j] / weight - centre[i] * centre[j], k->P[j][i] = k->P[i][j];
    k->existence = 1.0 - w->missed * (1.0 - missed_existence(k->existence, d->r.odds));
}

static void match(Desk *d, const int *slots, int count, int soft) {
    gather(d, slots, count);
    if (soft) believe(d, slots, count);
    else assign(d, slots, count);
    for (int k = 0; k < count; k++) {
        Track *track = &d->tracks[slots[k]];
        const Work *w = &d->work[slots[k]];
        int sure = w->chosen >= 0 && d->pairs[w->chosen].to_plot > 1.0 - 1e-3;
        if (soft && w->last > w->first && !sure) update_softly(d, track, w);
        else if (w->chosen >= 0) update(d, track, w, &d->pairs[w->chosen]);
        else track->existence = missed_existence(track->existence, d->r.odds);
        if (w->chosen >= 0) {
            Plot *plot = &d->plots[d->pairs[w->chosen].plot];
            track->detection = d->pairs[w->chosen].plot, track->hits++, track->last_t = d->now;
            if (track->status == TENTATIVE && track->hits > 1 && track->existence >= d->r.confirm)
                track->status = CONFIRMED;
            if (plot->track < 0 ||
                d->pairs[d->work[plot->track].chosen].to_plot < d->pairs[w->chosen].to_plot)
                plot->track = slots[k];
        } else if (d->now - track->last_t > d->r.coast || track->existence < d->r.delete_below) {
            track->status = FREE;
            if (slots[k] < d->first_free) d->first_free = slots[k];
        }
    }
}

static void initiate(Desk *d) {
    for (int j = 0; j < d->n; j++) {
        if (d->plots[j].track >= 0 || d->plots[j].free <= 0.5) continue;
        int slot = d->first_free;
        while (slot < d->slots && d->tracks[slot].status != FREE) slot++;
        d->first_free = slot;
        if (slot == d->room) continue;
        if (slot == d->slots) d->slots++;
        Track *k = &d->tracks[slot];
        double fresh = above(d->r.new_existence, d->r.new_density / d->plots[j].alarms);
        memset(k, 0, sizeof *k);
        for (int i = 0; i < 2; i++) k->x[i] = d->plots[j].z[i], k->P[i + 2][i + 2] = d->r.speed * d->r.speed;
        k->P[0][0] = d->plots[j].xx, k->P[1][1] = d->plots[j].yy, k->P[0][1] = k->P[1][0] = d->plots[j].xy;
        k->t = k->life_t = k->last_t = d->now, k->existence = fresh * d->plots[j].free, k->id = d->next_id++;
        k->status = TENTATIVE, k->hits = 1, k->detection = j, d->plots[j].track = slot;
    }
}

static void step(Desk *d, double now, const double *points, int n) {
    d->now = now, d->n = n;
    for (int j = 0; j < n; j++) {
        Plot *p = &d->plots[j];
        const double *at = points + 6 * j;
        p->z[0] = at[0], p->z[1] = at[1], p->xx = at[2], p->xy = at[3], p->yy = at[4], p->track = -1, p->free = 1.0;
        p->alarms = d->r.density * at[5] + d->r.new_density;
        d->places[j] = (Place){{at[0], at[1]}, at[2] + at[4], j, 0};
    }
    if (n) fill_grid(d);
    int confirmed = 0, live;
    for (int s = 0; s < d->slots; s++) if (d->tracks[s].status == CONFIRMED) d->order[confirmed++] = s;
    live = confirmed;
    for (int s = 0; s < d->slots; s++) if (d->tracks[s].status == TENTATIVE) d->order[live++] = s;
    match(d, d->order, confirmed, 1), match(d, d->order + confirmed, live - confirmed, 0), initiate(d);
}

/* Plays all scans `times` over; leaves scan, id, x, y of the last time's shown tracks in `out`; returns their number.
 * A point is six numbers: east, north, the covariance (xx, xy, yy), and how dense clutter is there. */
long play(const double *rules, int scans, const double *times_s, const long *begin, const double *points, int room,
          int times, double *out) {
    int most = 8;
    for (int k = 0; k < scans; k++) if (begin[k + 1] - begin[k] > most) most = (int)(begin[k + 1] - begin[k]);
    Desk d = {.room = room, .most_pairs = 16 * (room + most)};
    memcpy(&d.r, rules, sizeof d.r);
    d.tracks = malloc(sizeof(Track) * room), d.work = malloc(sizeof(Work) * room);
    d.order = malloc(sizeof(int) * room), d.near = malloc(sizeof(int) * (most + 1));
    d.pairs = malloc(sizeof(Pair) * d.most_pairs), d.plots = malloc(sizeof(Plot) * most);
    d.places = malloc(sizeof(Place) * most), d.sorted = malloc(sizeof(Place) * most);
    d.starts = malloc(sizeof(int) * (5 * most + 16));
    long shown = 0;
    for (int t = 0; t < times; t++) {
        d.slots = d.first_free = 0, d.next_id = 0, shown = 0;
        for (int k = 0; k < scans; k++) {
            step(&d, times_s[k], points + 6 * begin[k], (int)(begin[k + 1] - begin[k]));
            for (int s = 0; s < d.slots; s++)
                if (d.tracks[s].status == CONFIRMED && d.tracks[s].existence >= d.r.least) {
                    double *row = out + 4 * shown++;
                    row[0] = k, row[1] = (double)d.tracks[s].id, row[2] = d.tracks[s].x[0], row[3] = d.tracks[s].x[1];
                }
        }
    }
    free(d.tracks), free(d.work), free(d.order), free(d.near), free(d.pairs), free(d.plots), free(d.places);
    free(d.sorted), free(d.starts);
    return shown;
}
