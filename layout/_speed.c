/* The hot loops at the speed of the machine; layout/speed.py is the only door to them.

   The plain Python functions of the same names (text/linebreak.py, makeup/planning/cut_tables.py, row_sharing.py and cut_depths.py,
   makeup/modules/ways.py and legs.py, text/grammar.py, pdf/gaps.py) are the specification: every sum is made in their order, every tie goes to
   whichever they take, so that results are equal bit for bit. Lengths, sizes and ranges of whatever comes in are checked; what is
   kept between two calls stands in capsules that only this file makes. */

#include <Python.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if FLT_EVAL_METHOD != 0
#error "sums of doubles would come out otherwise than in Python"
#endif

#define EDITION 7 /* as in layout/speed.py */

/* -- lines ------------------------------------------------------------------------------------------------------- */

#define LINES "layout._speed.lines"

/* What a line may cost, and lengths in em, in the order in which linebreak.py hands them over; their reasons are there. */
enum { SLACK, HALF, WIDEST, EVEN, FIRST_TIER, SECOND_TIER, SQUEEZED, SQUEEZE, STOPPED, STOP, STRETCH, GAP, GAPPED, LOOSE, WIDE,
       ALONE, SPREAD, ONE, RAGGED, ORPHAN, SHORT_END, UNEVEN_LINES, NUMBERS };

/* The places where lines may end: columns of `count` numbers, in the order in which linebreak.py hands them over; doubles, and
   from SPOTS on whole numbers of 64 bits. */
enum { ENDS, BASES, SHRINKS, AFTER_SHRINKS, STOPS, AFTER_STOPS, STRETCHES, AFTER_STRETCHES, COSTS, SPOTS, AFTER_SPOTS,
       CHARACTERS, ITEMS, WHOLES, BLANKS, COLUMNS };

typedef struct {
    Py_buffer held[COLUMNS];
    const double *column[SPOTS];
    const int64_t *whole[COLUMNS];
    Py_ssize_t count, blanks, wholes;
    double number[NUMBERS];
    int taken;
} Nodes;

static void give_back(Nodes *nodes)
{
    while (nodes->taken)
        PyBuffer_Release(&nodes->held[--nodes->taken]);
}

static int take(PyObject *columns, PyObject *numbers, Nodes *nodes)
{
    nodes->taken = 0;
    if (!PyTuple_Check(numbers) || PyTuple_Size(numbers) != NUMBERS) {
        PyErr_SetString(PyExc_ValueError, "numbers: a tuple of twenty-two");
        return 0;
    }
    for (int i = 0; i < NUMBERS; i++)
        nodes->number[i] = PyFloat_AsDouble(PyTuple_GetItem(numbers, i));
    if (PyErr_Occurred())
        return 0;
    if (!PyTuple_Check(columns) || PyTuple_Size(columns) != COLUMNS) {
        PyErr_SetString(PyExc_ValueError, "nodes: a tuple of fifteen columns");
        return 0;
    }
    for (int i = 0; i < COLUMNS; i++) {
        Py_buffer *held = &nodes->held[i];
        if (PyObject_GetBuffer(PyTuple_GetItem(columns, i), held, PyBUF_FORMAT | PyBUF_ND | PyBUF_C_CONTIGUOUS) < 0) {
            give_back(nodes);
            return 0;
        }
        nodes->taken++;
        Py_ssize_t size = held->len / (Py_ssize_t)sizeof(double);
        int good = held->itemsize == 8 && held->ndim == 1 && held->format && !strcmp(held->format, i < SPOTS ? "d" : "q");
        if (i == ENDS)
            nodes->count = size;
        else if (i == WHOLES) {
            nodes->wholes = size;
            good = good && (size == 0 || size == nodes->count);
        } else if (i == BLANKS)
            nodes->blanks = size;
        else
            good = good && size == nodes->count;
        if (!good) {
            give_back(nodes);
            PyErr_SetString(PyExc_ValueError, "nodes: columns of as many numbers");
            return 0;
        }
        if (i < SPOTS)
            nodes->column[i] = held->buf;
        else
            nodes->whole[i] = held->buf;
    }
    if (nodes->count < 1 || nodes->count > INT32_MAX - 1) {
        give_back(nodes);
        PyErr_SetString(PyExc_ValueError, "nodes: one at least");
        return 0;
    }
    return 1;
}

/* Lines that can be set: those from node n are offsets[n] to offsets[n + 1]. */
typedef struct {
    Py_ssize_t nodes, count, room;
    Py_ssize_t *offsets;
    int32_t *end;
    double *cost, *gap;
    double even, uneven; /* gaps of neighbouring lines that differ by more than `even` cost `uneven` */
} Lines;

static void free_lines(Lines *lines)
{
    free(lines->offsets);
    free(lines->end);
    free(lines->cost);
    free(lines->gap);
    free(lines);
}

static void lines_done(PyObject *capsule)
{
    free_lines(PyCapsule_GetPointer(capsule, LINES));
}

static int add_line(Lines *lines, Py_ssize_t end, double cost, double gap)
{
    if (lines->count == lines->room) {
        Py_ssize_t room = 2 * lines->room + 64;
        int32_t *ends = realloc(lines->end, room * sizeof *ends);
        if (!ends)
            return 0;
        lines->end = ends;
        double *costs = realloc(lines->cost, room * sizeof *costs);
        if (!costs)
            return 0;
        lines->cost = costs;
        double *gaps = realloc(lines->gap, room * sizeof *gaps);
        if (!gaps)
            return 0;
        lines->gap = gaps;
        lines->room = room;
    }
    lines->end[lines->count] = (int32_t)end;
    lines->cost[lines->count] = cost;
    lines->gap[lines->count++] = gap;
    return 1;
}

/* As in Python's bisect. */
static Py_ssize_t before_equal(const double *sorted, Py_ssize_t count, double x, Py_ssize_t low)
{
    Py_ssize_t high = count;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (sorted[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static Py_ssize_t after_equal(const double *sorted, Py_ssize_t count, double x, Py_ssize_t low)
{
    Py_ssize_t high = count;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (x < sorted[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Word spaces before an item, or up to and with it. */
static Py_ssize_t blanks_to(const Nodes *nodes, int64_t item, int with)
{
    const int64_t *blanks = nodes->whole[BLANKS];
    Py_ssize_t low = 0, high = nodes->blanks;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (with ? item < blanks[middle] : blanks[middle] >= item)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

enum { FINE, NO_MEMORY, BY_ZERO };

static int over(double above, double below, double *quotient)
{
    *quotient = above / below;
    return below == 0.0 ? BY_ZERO : FINE;
}

/* What it costs to take `need` em from the marks and gaps of a line. */
static int squeezed(const Nodes *nodes, Py_ssize_t start, Py_ssize_t end, double need, double *cost)
{
    const double *const *c = nodes->column, *n = nodes->number;
    double shrink = c[SHRINKS][end] - c[AFTER_SHRINKS][start], part;
    if (need <= shrink + n[SLACK]) {
        if (over(need, shrink, &part))
            return BY_ZERO;
        *cost = n[SQUEEZED] + n[SQUEEZE] * part * part;
    } else {
        if (over(n[STOP] * (need - shrink), c[STOPS][end] - c[AFTER_STOPS][start], &part))
            return BY_ZERO;
        *cost = n[STOPPED] + part;
    }
    return FINE;
}

/* What a line costs that is not the last. */
static int line_cost(const Nodes *nodes, Py_ssize_t start, Py_ssize_t end, double width, int justified, double *cost,
                     double *gap)
{
    const double *const *c = nodes->column, *n = nodes->number;
    const int64_t *const *w = nodes->whole;
    double need = c[ENDS][end] - c[BASES][start] - width, part;
    *gap = 0.0;
    *cost = c[COSTS][end];
    if (need > n[SLACK]) {
        if (squeezed(nodes, start, end, need, &part))
            return BY_ZERO;
        *cost += part;
        return FINE;
    }
    if (!justified) {
        if (over(need, width, &part))
            return BY_ZERO;
        *cost += n[RAGGED] * (part * part);
        return FINE;
    }
    if (need >= -n[SLACK])
        return FINE;
    double stretch = c[STRETCHES][end] - c[AFTER_STRETCHES][start];
    if (nodes->wholes && w[WHOLES][end] && need <= n[SLACK] - n[HALF]) {
        int64_t halves = (int64_t)((n[SLACK] - need) / n[HALF]);
        need += n[HALF] * (double)(halves < w[WHOLES][end] ? halves : w[WHOLES][end]);
        need = need < 0.0 ? need : 0.0;
    }
    if (-need <= stretch) {
        part = need / (stretch != 0.0 ? stretch : 1.0);
        *cost += n[STRETCH] * part * part;
        return FINE;
    }
    double spots = (double)w[SPOTS][end] - (double)w[AFTER_SPOTS][start];
    if (nodes->blanks && -need - stretch > n[WIDEST] * spots)
        spots += (double)(blanks_to(nodes, w[ITEMS][end], 0) - blanks_to(nodes, w[ITEMS][start], 1));
    if (-need - stretch <= n[WIDEST] * spots) {
        if (over(-need - stretch, spots, gap))
            return BY_ZERO;
        double units = (n[SECOND_TIER] < *gap ? n[SECOND_TIER] : *gap) / n[EVEN];
        *cost += (stretch != 0.0 ? n[STRETCH] : 0) + n[GAP] * units + n[GAPPED] * units * units * sqrt(units);
        if (*gap > n[FIRST_TIER])
            *cost += n[LOOSE];
        if (*gap > n[SECOND_TIER])
            *cost += n[WIDE] * (*gap - n[SECOND_TIER]);
    } else if ((double)w[CHARACTERS][end] - (double)w[CHARACTERS][start] < 2)
        *cost += n[ONE];
    else {
        if (over(need + stretch, width, &part))
            return BY_ZERO;
        *cost += n[ALONE] + n[SPREAD] * part * part;
    }
    return FINE;
}

static int last_cost(const Nodes *nodes, Py_ssize_t start, double width, double *cost)
{
    const int64_t *characters = nodes->whole[CHARACTERS];
    Py_ssize_t final = nodes->count - 1;
    double need = nodes->column[ENDS][final] - nodes->column[BASES][start] - width;
    *cost = 0.0;
    if (need > nodes->number[SLACK] && squeezed(nodes, start, final, need, cost))
        return BY_ZERO;
    double left = (double)characters[final] - (double)characters[start];
    if (start && left < 3)
        *cost += nodes->number[left < 2 ? ORPHAN : SHORT_END];
    return FINE;
}

static int find_lines(const Nodes *nodes, Lines *lines, double first, double measure, double most, int justified,
                      int everywhere, double *tightest, double *loosest, char *reached)
{
    const double *const *c = nodes->column;
    const int64_t *const *w = nodes->whole;
    Py_ssize_t count = nodes->count, final = count - 1;
    for (Py_ssize_t i = 0; i < count; i++) {
        tightest[i] = c[ENDS][i] - c[SHRINKS][i] - c[STOPS][i];
        loosest[i] = c[ENDS][i] + c[STRETCHES][i] + most * (double)w[SPOTS][i];
        if (nodes->wholes)
            loosest[i] += nodes->number[HALF] * (double)w[WHOLES][i];
    }
    memset(reached, everywhere, count);
    reached[0] = 1;
    for (Py_ssize_t start = 0; start < final; start++) {
        lines->offsets[start] = lines->count;
        if (!reached[start])
            continue;
        double width = start ? measure : first, room = width + c[BASES][start], slack = nodes->number[SLACK];
        Py_ssize_t low = start + 1;
        Py_ssize_t high = after_equal(tightest, count, room - c[AFTER_SHRINKS][start] - c[AFTER_STOPS][start] + slack, low);
        if (most <= 1 && justified) {
            room += c[AFTER_STRETCHES][start] + most * (double)w[AFTER_SPOTS][start];
            low = before_equal(loosest, count, room - slack, low);
        }
        for (Py_ssize_t end = low; end < high && end < final; end++) {
            double cost, gap;
            int fault = line_cost(nodes, start, end, width, justified, &cost, &gap);
            if (fault)
                return fault;
            reached[end] = 1;
            if (!add_line(lines, end, cost, gap))
                return NO_MEMORY;
        }
        if (high > final) {
            double cost;
            int fault = last_cost(nodes, start, width, &cost);
            if (fault)
                return fault;
            if (!add_line(lines, final, cost, 0.0))
                return NO_MEMORY;
            reached[final] = 1;
        }
    }
    lines->offsets[final] = lines->offsets[count] = lines->count;
    return FINE;
}

static PyObject *edges(PyObject *self, PyObject *args)
{
    PyObject *columns, *numbers, *made = NULL;
    double first, measure, most;
    int justified, everywhere;
    Nodes nodes;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOdddpp", &columns, &numbers, &first, &measure, &most, &justified, &everywhere) || !take(columns, numbers, &nodes))
        return NULL;
    Lines *lines = calloc(1, sizeof *lines);
    double *tightest = malloc(nodes.count * sizeof *tightest), *loosest = malloc(nodes.count * sizeof *loosest);
    char *reached = malloc(nodes.count);
    int fault = NO_MEMORY;
    if (lines && tightest && loosest && reached) {
        lines->nodes = nodes.count;
        lines->even = nodes.number[EVEN];
        lines->uneven = nodes.number[UNEVEN_LINES];
        lines->offsets = calloc(nodes.count + 1, sizeof *lines->offsets);
        if (lines->offsets)
            fault = find_lines(&nodes, lines, first, measure, most, justified, everywhere, tightest, loosest, reached);
    }
    if (fault == BY_ZERO)
        PyErr_SetString(PyExc_ZeroDivisionError, "float division by zero");
    else if (fault)
        PyErr_NoMemory();
    else
        made = PyCapsule_New(lines, LINES, lines_done);
    if (!made && lines)
        free_lines(lines);
    free(tightest);
    free(loosest);
    free(reached);
    give_back(&nodes);
    return made;
}

/* The lines as the plain function gives them: for each node, (node where the line ends, its cost, its gap). */
static PyObject *listed(PyObject *self, PyObject *capsule)
{
    (void)self;
    Lines *lines = PyCapsule_GetPointer(capsule, LINES);
    if (!lines)
        return NULL;
    PyObject *all = PyList_New(0);
    for (Py_ssize_t start = 0; all && start < lines->nodes - 1; start++) {
        PyObject *here = PyList_New(0);
        for (Py_ssize_t i = lines->offsets[start]; here && i < lines->offsets[start + 1]; i++) {
            PyObject *line = Py_BuildValue("(idd)", (int)lines->end[i], lines->cost[i], lines->gap[i]);
            if (!line || PyList_Append(here, line) < 0)
                Py_CLEAR(here);
            Py_XDECREF(line);
        }
        if (!here || PyList_Append(all, here) < 0)
            Py_CLEAR(all);
        Py_XDECREF(here);
    }
    return all;
}

static double uneven(const Lines *lines, Py_ssize_t start, Py_ssize_t line, double gap0)
{
    if (!start || lines->end[line] == lines->nodes - 1)
        return 0.0;
    double change = lines->gap[line] - gap0;
    return -lines->even <= change && change <= lines->even ? 0.0 : lines->uneven;
}

/* (total, [node where each line ends, the last first], [its cost, likewise]); takes both lists. */
static PyObject *led_back(double total, PyObject *ends, PyObject *costs)
{
    PyObject *made = ends && costs ? Py_BuildValue("(dOO)", total, ends, costs) : NULL;
    Py_XDECREF(ends);
    Py_XDECREF(costs);
    return made;
}

static int note(PyObject *list, PyObject *number)
{
    int done = list && number && PyList_Append(list, number) == 0;
    Py_XDECREF(number);
    return done;
}

static Py_ssize_t start_of(const Lines *lines, Py_ssize_t line)
{
    Py_ssize_t low = 0, high = lines->nodes; /* the last node whose lines begin at or before this one */
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (lines->offsets[middle] <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

static PyObject *shortest(PyObject *self, PyObject *capsule)
{
    (void)self;
    Lines *lines = PyCapsule_GetPointer(capsule, LINES);
    if (!lines)
        return NULL;
    Py_ssize_t count = lines->nodes, final = count - 1;
    double *totals = malloc(count * sizeof *totals);
    Py_ssize_t *by = malloc(count * sizeof *by); /* the line that leads here */
    PyObject *made = NULL;
    if (!totals || !by) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        totals[i] = INFINITY;
        by[i] = -1;
    }
    totals[0] = 0.0;
    for (Py_ssize_t start = 0; start < final; start++) {
        double total = totals[start];
        if (total == INFINITY)
            continue;
        double gap0 = by[start] < 0 ? 0.0 : lines->gap[by[start]];
        for (Py_ssize_t i = lines->offsets[start]; i < lines->offsets[start + 1]; i++) {
            int32_t end = lines->end[i];
            double reach = total + lines->cost[i];
            if (reach >= totals[end])
                continue;
            double extra = uneven(lines, start, i, gap0);
            if (extra != 0.0) {
                reach += extra;
                if (reach >= totals[end])
                    continue;
            }
            totals[end] = reach;
            by[end] = i;
        }
    }
    if (totals[final] == INFINITY) {
        made = Py_None;
        Py_INCREF(made);
        goto done;
    }
    PyObject *ends = PyList_New(0), *costs = PyList_New(0);
    for (Py_ssize_t at = final; at;) {
        if (!note(ends, PyLong_FromSsize_t(at)) || !note(costs, PyFloat_FromDouble(lines->cost[by[at]]))) {
            Py_CLEAR(ends);
            break;
        }
        at = start_of(lines, by[at]);
    }
    made = led_back(totals[final], ends, costs);
done:
    free(totals);
    free(by);
    return made;
}

/* From how few to how many lines lead to each node, the last of them all cheaper than `dearest`; -1 = none do. */
static void count_to(const Lines *lines, double dearest, Py_ssize_t *few, Py_ssize_t *many)
{
    Py_ssize_t final = lines->nodes - 1;
    for (Py_ssize_t i = 0; i <= final; i++) {
        few[i] = PY_SSIZE_T_MAX / 4;
        many[i] = -1;
    }
    few[0] = many[0] = 0;
    for (Py_ssize_t start = 0; start < final; start++)
        for (Py_ssize_t i = lines->offsets[start]; many[start] >= 0 && i < lines->offsets[start + 1]; i++) {
            int32_t end = lines->end[i];
            if (end == final && !(lines->cost[i] < dearest))
                continue;
            if (few[start] + 1 < few[end])
                few[end] = few[start] + 1;
            if (many[start] + 1 > many[end])
                many[end] = many[start] + 1;
        }
}

/* How one node is reached by a number of lines. */
typedef struct {
    double total;
    Py_ssize_t by;
} Reached;

static PyObject *of_length(PyObject *self, PyObject *args)
{
    PyObject *capsule, *made = NULL;
    Py_ssize_t wanted;
    (void)self;
    if (!PyArg_ParseTuple(args, "On", &capsule, &wanted))
        return NULL;
    Lines *lines = PyCapsule_GetPointer(capsule, LINES);
    if (!lines)
        return NULL;
    Py_ssize_t count = lines->nodes, final = count - 1;
    if (wanted < 0 || wanted > final || (wanted == 0) != (final == 0))
        Py_RETURN_NONE;
    /* From how few to how many lines lead to each node, and from it to the end: nothing else can be part of such a breaking. */
    Py_ssize_t *few = malloc(4 * count * sizeof *few), *many = few + count, *left = many + count, *least = left + count;
    Py_ssize_t *at_place = malloc((count + 1) * sizeof *at_place);
    Reached *reached = NULL;
    if (!few || !at_place) {
        PyErr_NoMemory();
        goto done;
    }
    count_to(lines, INFINITY, few, many);
    for (Py_ssize_t i = 0; i < count; i++) {
        least[i] = PY_SSIZE_T_MAX / 4;
        left[i] = -1;
    }
    least[final] = left[final] = 0;
    for (Py_ssize_t start = final - 1; start >= 0; start--)
        for (Py_ssize_t i = lines->offsets[start]; i < lines->offsets[start + 1]; i++) {
            int32_t end = lines->end[i];
            if (left[end] < 0)
                continue;
            if (least[end] + 1 < least[start])
                least[start] = least[end] + 1;
            if (left[end] + 1 > left[start])
                left[start] = left[end] + 1;
        }
    size_t places = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (many[i] < 0 || left[i] < 0)
            few[i] = 1, many[i] = 0; /* none */
        else {
            if (few[i] < wanted - left[i])
                few[i] = wanted - left[i];
            if (many[i] > wanted - least[i])
                many[i] = wanted - least[i];
        }
        at_place[i] = (Py_ssize_t)places;
        if (many[i] >= few[i])
            places += (size_t)(many[i] - few[i] + 1);
        if (places > PY_SSIZE_T_MAX / sizeof *reached) {
            PyErr_NoMemory();
            goto done;
        }
    }
    if (many[0] < few[0] || many[final] < few[final]) {
        made = Py_None;
        Py_INCREF(made);
        goto done;
    }
    reached = malloc(places * sizeof *reached);
    if (!reached) {
        PyErr_NoMemory();
        goto done;
    }
    for (size_t i = 0; i < places; i++)
        reached[i] = (Reached){INFINITY, -1};
    reached[0].total = 0.0;
    for (Py_ssize_t start = 0; start < final; start++)
        for (Py_ssize_t number = few[start]; number <= many[start]; number++) {
            const Reached *here = &reached[at_place[start] + number - few[start]];
            if (here->by < 0 && start)
                continue;
            double gap0 = here->by < 0 ? 0.0 : lines->gap[here->by];
            for (Py_ssize_t i = lines->offsets[start]; i < lines->offsets[start + 1]; i++) {
                int32_t end = lines->end[i];
                if (number + 1 < few[end] || number + 1 > many[end])
                    continue;
                Reached *there = &reached[at_place[end] + number + 1 - few[end]];
                double reach = here->total + lines->cost[i] + uneven(lines, start, i, gap0);
                if (there->by < 0 || reach < there->total)
                    *there = (Reached){reach, i};
            }
        }
    const Reached *whole = &reached[at_place[final] + wanted - few[final]];
    if (whole->by < 0 && final) {
        made = Py_None;
        Py_INCREF(made);
        goto done;
    }
    PyObject *ends = PyList_New(0), *costs = PyList_New(0);
    for (Py_ssize_t at = final, number = wanted; at; number--) {
        Py_ssize_t by = reached[at_place[at] + number - few[at]].by;
        if (!note(ends, PyLong_FromSsize_t(at)) || !note(costs, PyFloat_FromDouble(lines->cost[by]))) {
            Py_CLEAR(ends);
            break;
        }
        at = start_of(lines, by);
    }
    made = led_back(whole->total, ends, costs);
done:
    free(few);
    free(at_place);
    free(reached);
    return made;
}

/* lengths(lines, orphan) -> how few and how many of the lines lead to the end, the last one cheaper than `orphan` */
static PyObject *lengths(PyObject *self, PyObject *args)
{
    PyObject *capsule;
    double orphan;
    (void)self;
    if (!PyArg_ParseTuple(args, "Od", &capsule, &orphan))
        return NULL;
    Lines *lines = PyCapsule_GetPointer(capsule, LINES);
    if (!lines)
        return NULL;
    Py_ssize_t count = lines->nodes, final = count - 1;
    Py_ssize_t *few = malloc(2 * (size_t)count * sizeof *few), *many = few + count;
    if (!few)
        return PyErr_NoMemory();
    count_to(lines, orphan, few, many);
    PyObject *made = many[final] < 0 ? Py_BuildValue("(nn)", (Py_ssize_t)0, (Py_ssize_t)0) : Py_BuildValue("(nn)", few[final], many[final]);
    free(few);
    return made;
}

/* -- places ------------------------------------------------------------------------------------------------------ */

/* What a joint says, decoded once as long as the same joint comes again. */
typedef struct {
    PyObject *of;
    double gap, shrink, stretch, cost;
    long turn, spot;
} Joint;

static int read_joint(PyObject *joint, Joint *read)
{
    if (joint == read->of)
        return 1;
    if (!PyTuple_Check(joint) || PyTuple_Size(joint) != 6) {
        PyErr_SetString(PyExc_ValueError, "joint: a tuple of six numbers");
        return 0;
    }
    read->gap = PyFloat_AsDouble(PyTuple_GetItem(joint, 0));
    read->shrink = PyFloat_AsDouble(PyTuple_GetItem(joint, 1));
    read->turn = PyLong_AsLong(PyTuple_GetItem(joint, 2));
    read->stretch = PyFloat_AsDouble(PyTuple_GetItem(joint, 3));
    read->spot = PyLong_AsLong(PyTuple_GetItem(joint, 4));
    read->cost = PyFloat_AsDouble(PyTuple_GetItem(joint, 5));
    read->of = joint;
    return !PyErr_Occurred();
}

/* What a table says of a class code, 0 where nothing; the last answer is kept. */
typedef struct {
    PyObject *table, *asked;
    double answer;
} Asked;

static int ask(Asked *kept, PyObject *code, double *answer)
{
    if (code != kept->asked) {
        PyObject *found = PyDict_GetItemWithError(kept->table, code);
        if (!found && PyErr_Occurred())
            return 0;
        kept->answer = found ? PyFloat_AsDouble(found) : 0.0;
        if (PyErr_Occurred())
            return 0;
        kept->asked = code;
    }
    *answer = kept->answer;
    return 1;
}

/* How a class counts among the characters of a line: 1 an ideograph, 2 a piece that is as wide as so many. */
static int counted(PyObject *code)
{
    Py_UCS4 letter = PyUnicode_GetLength(code) == 1 ? PyUnicode_ReadChar(code, 0) : 0;
    if (!letter || letter > 127)
        return 0;
    return strchr("HhKU", (int)letter) ? 1 : strchr("Ldwk$o-", (int)letter) ? 2 : 0;
}

static PyObject *places(PyObject *self, PyObject *args)
{
    PyObject *joints, *left, *right, *widths, *edges, *end_table, *start_table, *made = NULL;
    double tracking, never;
    long stop, word;
    (void)self;
    if (!PyArg_ParseTuple(args, "O!O!O!O!O!O!O!ddll", &PyList_Type, &joints, &PyList_Type, &left, &PyList_Type, &right,
                          &PyList_Type, &widths, &PyList_Type, &edges, &PyDict_Type, &end_table, &PyDict_Type, &start_table,
                          &tracking, &never, &stop, &word))
        return NULL;
    Py_ssize_t count = PyList_Size(joints), nodes = 0, blanks = 0;
    if (PyList_Size(left) != count || PyList_Size(right) != count || PyList_Size(widths) != count
        || PyList_Size(edges) != count + 1) {
        PyErr_SetString(PyExc_ValueError, "items: lists of as many");
        return NULL;
    }
    /* Columns as in `take`, room for a node at each item and at the end. */
    Py_ssize_t room = count + 1;
    double *real = malloc(SPOTS * room * sizeof *real);
    int64_t *whole = malloc((COLUMNS - SPOTS) * room * sizeof *whole);
    if (!real || !whole) {
        PyErr_NoMemory();
        goto done;
    }
#define REAL(column) real[(column) * room + nodes]
#define WHOLE(column) whole[((column) - SPOTS) * room + nodes]
    Joint joint = {NULL, 0.0, 0.0, 0.0, 0.0, 0, 0};
    Asked end = {end_table, NULL, 0.0}, start = {start_table, NULL, 0.0};
    double shrinks = 0.0, stops = 0.0, stretches = 0.0, taken;
    int64_t spots = 0, characters = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *code = PyList_GetItem(left, i);
        if (!read_joint(PyList_GetItem(joints, i), &joint))
            goto done;
        int here = joint.cost < never || !i;
        double edge = PyFloat_AsDouble(PyList_GetItem(edges, i));
        if (here) {
            WHOLE(ITEMS) = i;
            REAL(ENDS) = 0.0;
            if (i) {
                if (!ask(&end, PyList_GetItem(right, i - 1), &taken))
                    goto done;
                REAL(ENDS) = edge + taken - tracking;
            }
            if (!ask(&start, code, &taken))
                goto done;
            REAL(BASES) = edge + joint.gap - taken;
            REAL(SHRINKS) = shrinks;
            REAL(STOPS) = stops;
            REAL(STRETCHES) = stretches;
            REAL(COSTS) = joint.cost;
            WHOLE(SPOTS) = spots;
            WHOLE(CHARACTERS) = characters;
        }
        if (joint.turn == stop)
            stops += joint.shrink;
        else {
            shrinks += joint.shrink;
            if (joint.turn == word)
                whole[(BLANKS - SPOTS) * room + blanks++] = i;
        }
        stretches += joint.stretch;
        spots += joint.spot;
        if (here) {
            REAL(AFTER_SHRINKS) = shrinks;
            REAL(AFTER_STOPS) = stops;
            REAL(AFTER_STRETCHES) = stretches;
            WHOLE(AFTER_SPOTS) = spots;
            nodes++;
        }
        int kind = counted(code);
        if (kind == 1)
            characters++;
        else if (kind == 2) {
            double wide = rint(2 * PyFloat_AsDouble(PyList_GetItem(widths, i)));
            characters += wide > 1 ? (int64_t)wide : 1;
        }
        if (PyErr_Occurred())
            goto done;
    }
    if (count) {
        double edge = PyFloat_AsDouble(PyList_GetItem(edges, count));
        if (!ask(&end, PyList_GetItem(right, count - 1), &taken) || PyErr_Occurred())
            goto done;
        WHOLE(ITEMS) = count;
        REAL(ENDS) = edge + taken - tracking;
        REAL(BASES) = edge;
        REAL(SHRINKS) = REAL(AFTER_SHRINKS) = shrinks;
        REAL(STOPS) = REAL(AFTER_STOPS) = stops;
        REAL(STRETCHES) = REAL(AFTER_STRETCHES) = stretches;
        WHOLE(SPOTS) = WHOLE(AFTER_SPOTS) = spots;
        WHOLE(CHARACTERS) = characters;
        REAL(COSTS) = 0.0;
        nodes++;
    }
#undef REAL
#undef WHOLE
    made = PyTuple_New(COLUMNS);
    for (int i = 0; made && i < COLUMNS; i++) {
        Py_ssize_t size = 8 * (i == WHOLES ? 0 : i == BLANKS ? blanks : nodes);
        const char *from = i < SPOTS ? (const char *)(real + i * room) : (const char *)(whole + (i - SPOTS) * room);
        PyObject *column = PyBytes_FromStringAndSize(from, size);
        if (!column || PyTuple_SetItem(made, i, column) < 0)
            Py_CLEAR(made);
    }
done:
    free(real);
    free(whole);
    return made;
}

/* -- pages by straight cuts -------------------------------------------------------------------------------------- */

#define TABLES "layout._speed.tables"
#define MOST_STORIES 12
#define MOST_DEPTH 4096 /* rows; a page has a hundred */

enum { ANY, NO_STACK, NO_ROW, ROOT }; /* as in makeup/planning/cut_tables.py */

/* What each depth costs: `count` depths from `low` to `high` can be had, the others cost ∞. */
typedef struct {
    double *cost;
    int low, high, count;
} Costs;

/* By subset of the stories, width and kind; the whole page as ROOT besides. */
typedef struct {
    int stories, columns, gap, deepest, one_seam, everything;
    double *room;
    Costs *table, root;
} Tables;

static Costs *table_of(const Tables *tables, int stories, int width, int kind)
{
    return &tables->table[((Py_ssize_t)(stories - 1) * tables->columns + width - 1) * ROOT + kind];
}

static void bounds(Costs *costs, int deepest)
{
    costs->low = deepest + 1;
    costs->high = -1;
    costs->count = 0;
    for (int depth = 0; depth <= deepest; depth++)
        if (costs->cost[depth] < INFINITY) {
            if (!costs->count++)
                costs->low = depth;
            costs->high = depth;
        }
}

static void nothing(double *cost, int deepest)
{
    for (int depth = 0; depth <= deepest; depth++)
        cost[depth] = INFINITY;
}

static void lower(double *restrict into, const double *restrict from, int low, int high)
{
    for (int depth = low; depth <= high; depth++)
        into[depth] = from[depth] < into[depth] ? from[depth] : into[depth];
}

static void lower_beside(double *restrict into, const Costs *left, const Costs *right)
{
    const double *one = left->cost, *other = right->cost;
    int low = left->low > right->low ? left->low : right->low, high = left->high < right->high ? left->high : right->high;
    for (int depth = low; depth <= high; depth++) {
        double sum = one[depth] + other[depth];
        into[depth] = sum < into[depth] ? sum : into[depth];
    }
}

static void lower_stacked(double *restrict into, const Costs *above, const Costs *below, int gap, int deepest)
{
    for (int depth = above->low; depth <= above->high; depth++) {
        double cost = above->cost[depth];
        if (cost == INFINITY)
            continue;
        int taken = depth + gap, last = below->high < deepest - taken ? below->high : deepest - taken;
        double *restrict to = into + taken;
        const double *restrict from = below->cost;
        for (int other = below->low; other <= last; other++) {
            double sum = cost + from[other];
            to[other] = sum < to[other] ? sum : to[other];
        }
    }
}

/* Costs by depth out of a dict; depths beyond `deepest` are left out. */
static int read_costs(PyObject *dict, double *cost, int deepest)
{
    PyObject *key, *number;
    Py_ssize_t at = 0;
    if (!PyDict_Check(dict)) {
        PyErr_SetString(PyExc_TypeError, "costs: a dict");
        return 0;
    }
    nothing(cost, deepest);
    while (PyDict_Next(dict, &at, &key, &number)) {
        long depth = PyLong_AsLong(key);
        double value = PyFloat_AsDouble(number);
        if (PyErr_Occurred())
            return 0;
        if (depth < 0) {
            PyErr_SetString(PyExc_ValueError, "costs: depths of no rows and more");
            return 0;
        }
        if (depth <= deepest)
            cost[depth] = value;
    }
    return 1;
}

/* The greatest depth of a dict of costs, not over MOST_DEPTH; −1 = there is none, −2 = an error. */
static int greatest(PyObject *dict)
{
    PyObject *key, *number;
    Py_ssize_t at = 0;
    long most = -1;
    if (!PyDict_Check(dict)) {
        PyErr_SetString(PyExc_TypeError, "costs: a dict");
        return -2;
    }
    while (PyDict_Next(dict, &at, &key, &number)) {
        long depth = PyLong_AsLong(key);
        if (PyErr_Occurred())
            return -2;
        if (depth > most)
            most = depth;
    }
    if (most > MOST_DEPTH) {
        PyErr_SetString(PyExc_ValueError, "costs: a page of that many rows");
        return -2;
    }
    return (int)most;
}

static PyObject *said_costs(const double *cost, int low, int high)
{
    PyObject *dict = PyDict_New();
    for (int depth = low; dict && depth <= high; depth++) {
        if (cost[depth] == INFINITY)
            continue;
        PyObject *key = PyLong_FromLong(depth), *number = PyFloat_FromDouble(cost[depth]);
        if (!key || !number || PyDict_SetItem(dict, key, number) < 0)
            Py_CLEAR(dict);
        Py_XDECREF(key);
        Py_XDECREF(number);
    }
    return dict;
}

static void free_tables(Tables *tables)
{
    if (tables) {
        free(tables->room);
        free(tables->table);
        free(tables);
    }
}

static void drop_tables(PyObject *capsule)
{
    free_tables(PyCapsule_GetPointer(capsule, TABLES));
}

static Tables *make_tables(int stories, int columns, int gap, int deepest, int one_seam)
{
    Tables *tables = calloc(1, sizeof *tables);
    if (!tables)
        return NULL;
    Py_ssize_t count = (((Py_ssize_t)1 << stories) - 1) * columns * ROOT, long_ = deepest + 1;
    *tables = (Tables){stories, columns, gap, deepest, one_seam, (1 << stories) - 1, NULL, NULL, {NULL, 0, -1, 0}};
    tables->room = malloc((size_t)((count + 1) * long_) * sizeof(double));
    tables->table = malloc((size_t)count * sizeof(Costs));
    if (!tables->room || !tables->table) {
        free_tables(tables);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        tables->table[i] = (Costs){tables->room + i * long_, 0, -1, 0};
    tables->root.cost = tables->room + count * long_;
    nothing(tables->root.cost, deepest);
    bounds(&tables->root, deepest);
    return tables;
}

/* The next subset of a set that keeps its lowest story, downwards from the largest but the whole; 0 = there is none. */
#define EACH_SPLIT(first, stories)                                                                                      \
    for (int lowest_ = (stories) & -(stories), others_ = (stories) ^ lowest_, part_ = others_ ? (others_ - 1) & others_ : -1, \
             first = part_ | lowest_;                                                                                   \
         part_ >= 0; part_ = part_ ? (part_ - 1) & others_ : -1, first = part_ | lowest_)

static void tabulate(Tables *tables, int stories, int width, const double limit[3], int64_t *operations)
{
    Costs *row = table_of(tables, stories, width, NO_STACK), *stack = table_of(tables, stories, width, NO_ROW);
    Costs *any = table_of(tables, stories, width, ANY);
    int deepest = tables->deepest, whole_page = width == tables->columns;
    if (stories & (stories - 1)) {
        nothing(row->cost, deepest);
        nothing(stack->cost, deepest);
        EACH_SPLIT(first, stories) {
            int rest = stories ^ first;
            for (int columns = 1; columns < width; columns++) {
                const Costs *left = table_of(tables, first, columns, NO_ROW);
                const Costs *right = table_of(tables, rest, width - columns, ANY);
                if (!left->count || !right->count)
                    continue;
                *operations -= left->count < right->count ? left->count : right->count;
                lower_beside(row->cost, left, right);
            }
            if (!(whole_page && tables->one_seam)) {
                const Costs *above = table_of(tables, first, width, NO_STACK), *below = table_of(tables, rest, width, ANY);
                if (!above->count || !below->count)
                    continue;
                *operations -= (int64_t)above->count * below->count;
                lower_stacked(stack->cost, above, below, tables->gap, deepest);
            }
        }
    }
    for (int depth = 0; depth <= deepest; depth++) {
        int kept = limit[1] <= depth && depth <= limit[2];
        if (!kept || row->cost[depth] > limit[0])
            row->cost[depth] = INFINITY;
        if (!kept || stack->cost[depth] > limit[0])
            stack->cost[depth] = INFINITY;
        any->cost[depth] = stack->cost[depth] < row->cost[depth] ? stack->cost[depth] : row->cost[depth];
    }
    bounds(row, deepest);
    bounds(stack, deepest);
    bounds(any, deepest);
    if (stories == tables->everything && whole_page && tables->one_seam) {
        lower(tables->root.cost, any->cost, 0, deepest);
        EACH_SPLIT(first, stories) {
            const Costs *above = table_of(tables, first, width, NO_STACK);
            const Costs *below = table_of(tables, stories ^ first, width, NO_STACK);
            if (!above->count || !below->count)
                continue;
            *operations -= (int64_t)above->count * below->count;
            lower_stacked(tables->root.cost, above, below, tables->gap, deepest);
        }
        bounds(&tables->root, deepest);
    }
}

/* tables(shapes, limits, (columns, gap, deepest, one_seam), operations, floor) -> (tables, operations left); None in the place of
   the tables where fewer than `floor` were left. */
static PyObject *tables(PyObject *module, PyObject *args)
{
    PyObject *shapes, *limits;
    int columns, gap, deepest, one_seam;
    long long operations, floor;
    if (!PyArg_ParseTuple(args, "OO(iiip)LL", &shapes, &limits, &columns, &gap, &deepest, &one_seam, &operations, &floor))
        return NULL;
    if (!PyList_Check(shapes) || !PyList_Check(limits) || PyList_Size(shapes) < 1 || PyList_Size(shapes) > MOST_STORIES ||
        columns < 1 || columns > 256 || gap < 0 || gap > MOST_DEPTH || deepest < 0 || deepest > MOST_DEPTH ||
        PyList_Size(limits) != ((1 << PyList_Size(shapes)) - 1) * columns) {
        PyErr_SetString(PyExc_ValueError, "tables: stories, columns, rows and limits of one page");
        return NULL;
    }
    int stories = (int)PyList_Size(shapes);
    Tables *made = make_tables(stories, columns, gap, deepest, one_seam);
    if (!made)
        return PyErr_NoMemory();
    for (int story = 0; story < stories; story++) {
        PyObject *shape = PyList_GetItem(shapes, story);
        if (!PyList_Check(shape) || PyList_Size(shape) != columns) {
            PyErr_SetString(PyExc_ValueError, "tables: what each width costs");
            goto failed;
        }
        for (int width = 1; width <= columns; width++) {
            double *row = table_of(made, 1 << story, width, NO_STACK)->cost;
            if (!read_costs(PyList_GetItem(shape, width - 1), row, deepest))
                goto failed;
            memcpy(table_of(made, 1 << story, width, NO_ROW)->cost, row, (size_t)(deepest + 1) * sizeof(double));
        }
    }
    int64_t left = operations;
    Py_ssize_t at = 0;
    for (int subset = 1; subset <= made->everything; subset++)
        for (int width = 1; width <= columns; width++, at++) {
            double limit[3];
            if (!PyArg_ParseTuple(PyList_GetItem(limits, at), "ddd", limit, limit + 1, limit + 2))
                goto failed;
            tabulate(made, subset, width, limit, &left);
            if (left < floor) {
                free_tables(made);
                return Py_BuildValue("(OL)", Py_None, (long long)left);
            }
        }
    PyObject *capsule = PyCapsule_New(made, TABLES, drop_tables);
    if (!capsule)
        goto failed;
    return Py_BuildValue("(NL)", capsule, (long long)left);
failed:
    free_tables(made);
    return NULL;
}

/* The tables of a capsule and the costs of one piece in them; NULL with no error set = the piece cannot be. */
static Tables *piece_of(PyObject *capsule, int stories, int width, int kind, const Costs **costs)
{
    Tables *tables = PyCapsule_GetPointer(capsule, TABLES);
    if (!tables)
        return NULL;
    if (stories < 1 || stories > tables->everything || width < 1 || width > tables->columns || kind < ANY || kind > ROOT) {
        PyErr_SetString(PyExc_ValueError, "a piece of this page");
        return NULL;
    }
    *costs = kind == ROOT ? &tables->root : table_of(tables, stories, width, kind);
    if (kind == ROOT && !(stories == tables->everything && width == tables->columns)) {
        PyErr_SetString(PyExc_ValueError, "the whole page");
        return NULL;
    }
    return tables;
}

static PyObject *costs(PyObject *module, PyObject *args)
{
    PyObject *capsule;
    int stories, width, kind;
    const Costs *found;
    if (!PyArg_ParseTuple(args, "Oiii", &capsule, &stories, &width, &kind) ||
        !piece_of(capsule, stories, width, kind, &found))
        return NULL;
    return said_costs(found->cost, found->low, found->high);
}

/* One way to cut a piece, and the least that the page costs then; nothing where it leaves no depth. */
static int add_way(PyObject *ways, const double *sum, const double *around, int deepest, int stack, int first, int width,
                   int kind, int rest, int other_width, int other_kind)
{
    double best = INFINITY;
    for (int depth = 0; depth <= deepest; depth++) {
        double cost = sum[depth] + around[depth];
        best = cost < best ? cost : best;
    }
    if (best == INFINITY)
        return 1;
    PyObject *way = Py_BuildValue("(dOiiiiii)", best, stack ? Py_True : Py_False, first, width, kind, rest, other_width, other_kind);
    int good = way && PyList_Append(ways, way) == 0;
    Py_XDECREF(way);
    return good;
}

/* ways(tables, stories, columns, kind, around) -> ([(price, stacked, first …, rest …)], operations) */
static PyObject *ways(PyObject *module, PyObject *args)
{
    PyObject *capsule, *around_dict, *found = NULL;
    int stories, width, kind, good = 0;
    const Costs *piece;
    if (!PyArg_ParseTuple(args, "OiiiO", &capsule, &stories, &width, &kind, &around_dict))
        return NULL;
    Tables *tables = piece_of(capsule, stories, width, kind, &piece);
    if (!tables)
        return NULL;
    int deepest = tables->deepest;
    int64_t charged = 0;
    double *around = malloc((size_t)(deepest + 1) * 2 * sizeof(double)), *sum = around + deepest + 1;
    if (!around)
        return PyErr_NoMemory();
    if (!read_costs(around_dict, around, deepest) || !(found = PyList_New(0)))
        goto done;
    if (kind != NO_ROW)
        EACH_SPLIT(first, stories)
            for (int columns = 1; columns < width; columns++) {
                const Costs *left = table_of(tables, first, columns, NO_ROW);
                const Costs *right = table_of(tables, stories ^ first, width - columns, ANY);
                if (!left->count || !right->count)
                    continue;
                charged += left->count < right->count ? left->count : right->count;
                nothing(sum, deepest);
                lower_beside(sum, left, right);
                if (!add_way(found, sum, around, deepest, 0, first, columns, NO_ROW, stories ^ first, width - columns, ANY))
                    goto done;
            }
    int other_kind = kind == ROOT ? NO_STACK : ANY;
    if (kind == ROOT || (kind != NO_STACK && !(width == tables->columns && tables->one_seam)))
        EACH_SPLIT(first, stories) {
            const Costs *above = table_of(tables, first, width, NO_STACK);
            const Costs *below = table_of(tables, stories ^ first, width, other_kind);
            if (!above->count || !below->count)
                continue;
            charged += (int64_t)above->count * below->count;
            nothing(sum, deepest);
            lower_stacked(sum, above, below, tables->gap, deepest);
            if (!add_way(found, sum, around, deepest, 1, first, width, NO_STACK, stories ^ first, width, other_kind))
                goto done;
        }
    good = 1;
done:
    free(around);
    if (!good) {
        Py_XDECREF(found);
        return NULL;
    }
    return Py_BuildValue("(NL)", found, (long long)charged);
}

/* stacked(above, below, gap, deepest): the least that two pieces under each other cost at each depth */
static PyObject *stacked(PyObject *module, PyObject *args)
{
    PyObject *above_dict, *below_dict, *made = NULL;
    int gap, deepest;
    if (!PyArg_ParseTuple(args, "OOii", &above_dict, &below_dict, &gap, &deepest))
        return NULL;
    if (gap < 0 || gap > MOST_DEPTH || deepest > MOST_DEPTH) {
        PyErr_SetString(PyExc_ValueError, "stacked: rows of a page");
        return NULL;
    }
    if (deepest < 0) /* furniture and adverts leave the page no rows */
        return PyDict_New();
    Py_ssize_t room = deepest + 1;
    double *all = malloc((size_t)room * 3 * sizeof(double));
    if (!all)
        return PyErr_NoMemory();
    Costs above = {all, 0, -1, 0}, below = {all + room, 0, -1, 0};
    double *sum = all + 2 * room;
    if (read_costs(above_dict, above.cost, deepest) && read_costs(below_dict, below.cost, deepest)) {
        bounds(&above, deepest);
        bounds(&below, deepest);
        nothing(sum, deepest);
        lower_stacked(sum, &above, &below, gap, deepest);
        made = said_costs(sum, 0, deepest);
    }
    free(all);
    return made;
}

/* under(around, above, gap): what is left for a piece of a stack, by its depth */
static PyObject *under(PyObject *module, PyObject *args)
{
    PyObject *around_dict, *above_dict, *made = NULL;
    int gap;
    if (!PyArg_ParseTuple(args, "OOi", &around_dict, &above_dict, &gap))
        return NULL;
    if (gap < 0 || gap > MOST_DEPTH) {
        PyErr_SetString(PyExc_ValueError, "under: rows of a page");
        return NULL;
    }
    int deepest = greatest(around_dict);
    if (deepest == -2)
        return NULL;
    Py_ssize_t room = (deepest < 0 ? 0 : deepest) + 1;
    double *all = malloc((size_t)room * 3 * sizeof(double));
    if (!all)
        return PyErr_NoMemory();
    double *around = all, *above = all + room, *left = all + 2 * room;
    deepest = (int)room - 1;
    if (read_costs(around_dict, around, deepest) && read_costs(above_dict, above, deepest)) {
        nothing(left, deepest);
        for (int depth = 0; depth <= deepest; depth++) {
            if (around[depth] == INFINITY)
                continue;
            for (int taken = 0; taken < depth - gap; taken++) {
                double sum = around[depth] + above[taken];
                if (sum < left[depth - taken - gap])
                    left[depth - taken - gap] = sum;
            }
        }
        made = said_costs(left, 0, deepest);
    }
    free(all);
    return made;
}

/* Whole numbers as a tuple. */
static PyObject *numbers_of(const int *numbers, Py_ssize_t count)
{
    PyObject *made = PyTuple_New(count);
    for (Py_ssize_t i = 0; made && i < count; i++) {
        PyObject *number = PyLong_FromLong(numbers[i]);
        if (!number || PyTuple_SetItem(made, i, number) < 0)
            Py_CLEAR(made);
    }
    return made;
}

/* -- rows shared out among bands ---------------------------------------------------------------------------------- */

typedef struct {
    double bound;
    int depth;
} Bound;

/* As in makeup/planning/row_sharing.py. cost: of each cell at each depth, NaN = not asked yet; inside: of each band and depth,
   what cells that stand in it alone cost; rest: of each band and rows left, the least that it and those below it cost. */
typedef struct {
    int cells, bands, total, gap, least, deepest;
    int *first, *last;
    double *cost, *inside, *rest;
    Bound *bounds; /* room for those of each band */
    int *depths, *best;
    int found;
    double best_cost;
    int64_t nodes, allowed;
    PyObject *ask;
} Sharing;

static int cell_cost(Sharing *page, int cell, int depth, double *cost)
{
    double *kept = &page->cost[(size_t)cell * (page->deepest + 1) + depth];
    if (isnan(*kept)) {
        PyObject *said = PyObject_CallFunction(page->ask, "ii", cell, depth);
        if (!said)
            return 0;
        *kept = PyFloat_AsDouble(said);
        Py_DECREF(said);
        if (PyErr_Occurred())
            return 0;
    }
    *cost = *kept;
    return 1;
}

/* The less bound first, of equal ones the deeper. */
static int by_bound(const void *one, const void *other)
{
    const Bound *a = one, *b = other;
    return a->bound < b->bound ? -1 : a->bound > b->bound ? 1 : b->depth - a->depth;
}

static int descend(Sharing *page, int band, int left, double spent)
{
    int remaining = page->bands - band - 1, width = page->total + 1;
    int deepest = left - page->least * remaining, shallowest = remaining ? page->least : left;
    const double *inside = page->inside + (size_t)band * width, *after = page->rest + (size_t)(band + 1) * width;
    Bound *bounds = page->bounds + (size_t)band * width;
    int count = 0;
    for (int depth = shallowest; depth <= deepest; depth++)
        bounds[count++] = (Bound){inside[depth] + after[left - depth], depth};
    qsort(bounds, (size_t)count, sizeof *bounds, by_bound);
    for (int i = 0; i < count; i++) {
        if (spent + bounds[i].bound >= page->best_cost || (page->found && page->nodes > page->allowed))
            break;
        page->nodes++;
        int depth = bounds[i].depth;
        page->depths[band] = depth;
        double price = spent + inside[depth];
        for (int cell = 0; cell < page->cells; cell++) {
            if (page->last[cell] != band || page->first[cell] == band)
                continue;
            int rows = page->gap * (band - page->first[cell]);
            for (int each = page->first[cell]; each <= band; each++)
                rows += page->depths[each];
            double cost;
            if (!cell_cost(page, cell, rows, &cost))
                return 0;
            price += cost;
        }
        if (price + after[left - depth] >= page->best_cost)
            continue;
        if (remaining) {
            if (!descend(page, band + 1, left - depth, price))
                return 0;
        } else {
            page->best_cost = price;
            page->found = 1;
            memcpy(page->best, page->depths, (size_t)page->bands * sizeof(int));
        }
    }
    return 1;
}

/* The costs of the cells that are known, and their bands. */
static int read_cells(Sharing *page, PyObject *table, PyObject *spans)
{
    for (int cell = 0; cell < page->cells; cell++) {
        PyObject *costs = PyList_GetItem(table, cell), *span = PyTuple_GetItem(spans, cell);
        if (!PyTuple_Check(span)) {
            PyErr_SetString(PyExc_ValueError, "share_rows: first and last band of each cell");
            return 0;
        }
        if (!PyArg_ParseTuple(span, "ii", &page->first[cell], &page->last[cell]))
            return 0;
        if (!PyList_Check(costs) || PyList_Size(costs) != page->deepest + 1 || page->first[cell] < 0 ||
            page->first[cell] > page->last[cell] || page->last[cell] >= page->bands) {
            PyErr_SetString(PyExc_ValueError, "share_rows: a cost for each depth of the page, and bands of it");
            return 0;
        }
        for (int depth = 0; depth <= page->deepest; depth++)
            page->cost[(size_t)cell * (page->deepest + 1) + depth] = PyFloat_AsDouble(PyList_GetItem(costs, depth));
    }
    return !PyErr_Occurred();
}

static int add_inside(Sharing *page)
{
    int width = page->total + 1, most = page->total - page->least * (page->bands - 1);
    for (int cell = 0; cell < page->cells; cell++) {
        if (page->first[cell] != page->last[cell])
            continue;
        double *inside = page->inside + (size_t)page->first[cell] * width;
        for (int depth = page->least; depth <= most; depth++) {
            double cost;
            if (!cell_cost(page, cell, depth, &cost))
                return 0;
            inside[depth] += cost;
        }
    }
    return 1;
}

static void add_rest(Sharing *page)
{
    int width = page->total + 1, most = page->total - page->least * (page->bands - 1);
    for (int left = 0; left < width * (page->bands + 1); left++)
        page->rest[left] = INFINITY;
    page->rest[(size_t)page->bands * width] = 0.0;
    for (int band = page->bands - 1; band >= 0; band--) {
        const double *inside = page->inside + (size_t)band * width, *below = page->rest + (size_t)(band + 1) * width;
        double *here = page->rest + (size_t)band * width;
        for (int left = page->least; left <= page->total; left++)
            for (int depth = page->least; depth <= most && depth <= left; depth++)
                if (inside[depth] + below[left - depth] < here[left])
                    here[left] = inside[depth] + below[left - depth];
    }
}

#define MOST_BANDS 1024
#define MOST_CELLS 4096

/* share_rows(costs, spans, (bands, total, gap, least), nodes, ask) -> depth of each band; () = too few rows */
static PyObject *share_rows(PyObject *module, PyObject *args)
{
    PyObject *table, *spans, *made = NULL;
    Sharing page = {0};
    long long nodes;
    if (!PyArg_ParseTuple(args, "OO(iiii)LO", &table, &spans, &page.bands, &page.total, &page.gap, &page.least, &nodes, &page.ask))
        return NULL;
    page.allowed = nodes;
    if (!PyList_Check(table) || !PyTuple_Check(spans) || PyList_Size(table) != PyTuple_Size(spans) ||
        PyList_Size(table) > MOST_CELLS || page.bands < 1 || page.bands > MOST_BANDS || page.least < 1 || page.gap < 0 ||
        page.gap > MOST_DEPTH || page.total > MOST_DEPTH || page.total < page.least * page.bands) {
        PyErr_SetString(PyExc_ValueError, "share_rows: costs and bands of each cell, and rows of a page");
        return NULL;
    }
    page.cells = (int)PyList_Size(table);
    page.deepest = page.total + page.gap * (page.bands - 1);
    page.best_cost = INFINITY;
    size_t cells = (size_t)page.cells + 1, bands = (size_t)page.bands, width = (size_t)page.total + 1;
    page.first = calloc(cells, sizeof(int));
    page.last = calloc(cells, sizeof(int));
    page.cost = calloc(cells * ((size_t)page.deepest + 1), sizeof(double));
    page.inside = calloc(bands * width, sizeof(double));
    page.rest = calloc((bands + 1) * width, sizeof(double));
    page.bounds = calloc(bands * width, sizeof(Bound));
    page.depths = calloc(bands, sizeof(int));
    page.best = calloc(bands, sizeof(int));
    if (!page.first || !page.last || !page.cost || !page.inside || !page.rest || !page.bounds || !page.depths || !page.best)
        PyErr_NoMemory();
    else if (read_cells(&page, table, spans) && add_inside(&page)) {
        add_rest(&page);
        if (descend(&page, 0, page.total, 0.0))
            made = numbers_of(page.best, page.found ? page.bands : 0);
    }
    free(page.first);
    free(page.last);
    free(page.cost);
    free(page.inside);
    free(page.rest);
    free(page.bounds);
    free(page.depths);
    free(page.best);
    return made;
}

/* -- rows of a page shared out over its tree ------------------------------------------------------------------------ */

#define MOST_DEEP 64 /* pieces within pieces */

/* As in makeup/planning/cut_depths.py. costs: of each leaf; to: depths of the leaves so far. */
typedef struct {
    PyObject *costs;
    Py_ssize_t leaf, leaves;
    int gap, rows;
    int *to;
} Cutting;

/* What each depth costs a piece, and its own pieces; upper: what these cost each with those before it, the first alone. */
typedef struct Tabled {
    int stacked, pieces;
    Costs costs;
    struct Tabled *piece;
    double *upper;
} Tabled;

static void free_tabled(Tabled *table)
{
    for (int i = 0; i < table->pieces; i++)
        free_tabled(&table->piece[i]);
    free(table->piece);
    free(table->upper);
    if (!table->pieces)
        free(table->costs.cost);
}

static int tabled(Cutting *page, PyObject *tree, Tabled *table, int deep)
{
    size_t width = (size_t)page->rows + 1;
    PyObject *pieces;
    if (!PyTuple_Check(tree) || deep == MOST_DEEP) {
        PyErr_SetString(PyExc_ValueError, "cut_depths: a tree");
        return 0;
    }
    if (!PyTuple_Size(tree)) {
        if (page->leaf == page->leaves) {
            PyErr_SetString(PyExc_ValueError, "cut_depths: costs for each leaf");
            return 0;
        }
        if (!(table->costs.cost = malloc(width * sizeof(double)))) {
            PyErr_NoMemory();
            return 0;
        }
        if (!read_costs(PyList_GetItem(page->costs, page->leaf++), table->costs.cost, page->rows))
            return 0;
        bounds(&table->costs, page->rows);
        return 1;
    }
    if (!PyArg_ParseTuple(tree, "pO", &table->stacked, &pieces))
        return 0;
    Py_ssize_t count = PyTuple_Check(pieces) ? PyTuple_Size(pieces) : 0;
    if (count < 1 || count > INT_MAX / 2) {
        PyErr_SetString(PyExc_ValueError, "cut_depths: pieces of a tree");
        return 0;
    }
    table->piece = calloc((size_t)count, sizeof(Tabled));
    table->upper = malloc((size_t)count * width * sizeof(double));
    if (!table->piece || !table->upper) {
        PyErr_NoMemory();
        return 0;
    }
    table->pieces = (int)count;
    for (int i = 0; i < count; i++) {
        if (!tabled(page, PyTuple_GetItem(pieces, i), &table->piece[i], deep + 1))
            return 0;
        double *here = table->upper + (size_t)i * width;
        if (i) {
            Costs before = table->costs;
            nothing(here, page->rows);
            if (table->stacked)
                lower_stacked(here, &before, &table->piece[i].costs, page->gap, page->rows);
            else
                lower_beside(here, &before, &table->piece[i].costs);
        } else
            memcpy(here, table->piece[0].costs.cost, width * sizeof(double));
        table->costs.cost = here;
        bounds(&table->costs, page->rows);
    }
    return 1;
}

/* Share `rows` out among the pieces, from the last up; of depths that cost the same the least is taken. */
static void share(Cutting *page, const Tabled *table, int rows, int *taken)
{
    if (!table->pieces) {
        page->to[page->leaf++] = rows;
        return;
    }
    size_t width = (size_t)page->rows + 1;
    int left = rows;
    for (int i = table->pieces - 1; i > 0 && table->stacked; i--) {
        const double *over = table->upper + (size_t)(i - 1) * width;
        const Costs *costs = &table->piece[i].costs;
        double least = INFINITY;
        taken[i] = 0;
        for (int depth = costs->low; depth <= costs->high && depth <= left - page->gap; depth++) {
            double sum = costs->cost[depth] + over[left - depth - page->gap];
            if (sum < least) {
                least = sum;
                taken[i] = depth;
            }
        }
        left -= taken[i] + page->gap;
    }
    taken[0] = left;
    for (int i = 0; i < table->pieces; i++)
        share(page, &table->piece[i], table->stacked ? taken[i] : rows, taken + table->pieces);
}

static int count_pieces(const Tabled *table)
{
    int count = table->pieces;
    for (int i = 0; i < table->pieces; i++)
        count += count_pieces(&table->piece[i]);
    return count;
}

/* cut_depths(tree, costs, gap, rows) -> depth of each leaf; None = not so many rows */
static PyObject *cut_depths(PyObject *module, PyObject *args)
{
    PyObject *tree, *made = NULL;
    Cutting page = {0};
    if (!PyArg_ParseTuple(args, "OOii", &tree, &page.costs, &page.gap, &page.rows))
        return NULL;
    if (!PyList_Check(page.costs) || page.gap < 0 || page.gap > MOST_DEPTH || page.rows < 0 || page.rows > MOST_DEPTH) {
        PyErr_SetString(PyExc_ValueError, "cut_depths: costs, and rows of a page");
        return NULL;
    }
    page.leaves = PyList_Size(page.costs);
    Tabled table = {0};
    int *room = NULL;
    if (!tabled(&page, tree, &table, 0))
        goto done;
    if (page.leaf != page.leaves) {
        PyErr_SetString(PyExc_ValueError, "cut_depths: a leaf for all costs");
        goto done;
    }
    if (table.costs.cost[page.rows] == INFINITY) {
        made = Py_NewRef(Py_None);
        goto done;
    }
    room = malloc(((size_t)page.leaves + (size_t)count_pieces(&table) + 1) * sizeof(int));
    if (!room) {
        PyErr_NoMemory();
        goto done;
    }
    page.to = room;
    page.leaf = 0;
    share(&page, &table, page.rows, room + page.leaves);
    made = numbers_of(room, page.leaves);
done:
    free(room);
    free_tabled(&table);
    return made;
}

/* -- ways to take a depth ---------------------------------------------------------------------------------------- */

#define USES "layout._speed.uses"

/* As in makeup/modules/ways.py, in the order in which it hands them over. */
enum { COPY, LEGS, GIVES, TAKES, FILLER_ROWS, TERMS };
enum { LOOSENED, OVERSET, EMPTY, UNEVEN, FILLER, STUB, WHITE, HOLE, LEAST_LEG, LEAST_FILLER, LOOKED_AT, PRICES };

/* A use: its price, place among all uses, what it is of; what it needs and takes, and the legs that hold text. */
typedef struct {
    double price;
    int64_t order;
    int arrangement, at, air, combination;
    int need, over, head_legs, head, beside, text_legs, lost;
    const int *above; /* rows of each leg, less than 0 where there is no text */
} Use;

typedef struct {
    int legs, lost;
    Py_ssize_t first, end; /* the uses of the group, the cheapest first */
} Group;

typedef struct {
    Py_ssize_t groups, uses;
    int term[TERMS], legs;
    double price[PRICES];
    Group *group;
    Use *use;
    int *rows;
} Uses;

static void free_uses(Uses *uses)
{
    if (uses) {
        free(uses->group);
        free(uses->use);
        free(uses->rows);
        free(uses);
    }
}

static void drop_uses(PyObject *capsule)
{
    free_uses(PyCapsule_GetPointer(capsule, USES));
}

static int by_group(const void *one, const void *other)
{
    const Use *a = one, *b = other;
    if (a->text_legs != b->text_legs)
        return a->text_legs - b->text_legs;
    if (a->lost != b->lost)
        return a->lost - b->lost;
    return a->price < b->price ? -1 : a->price > b->price ? 1 : a->order < b->order ? -1 : a->order > b->order;
}

#define MOST_LEGS 256
#define MOST_TAKEN 1000000 /* rows: a table may be longer than any page */
#define MOST_USES 4000000

/* Rows on each leg, out of a tuple. */
static int read_rows(PyObject *tuple, int *rows, int legs)
{
    if (!PyTuple_Check(tuple) || PyTuple_Size(tuple) != legs) {
        PyErr_SetString(PyExc_ValueError, "uses: rows of each leg");
        return 0;
    }
    for (int leg = 0; leg < legs; leg++) {
        long taken = PyLong_AsLong(PyTuple_GetItem(tuple, leg));
        if (taken > MOST_TAKEN || taken < 0) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "uses: rows of a stand");
            return 0;
        }
        rows[leg] = (int)taken;
    }
    return !PyErr_Occurred();
}

/* A head over `legs` legs from `leg` on, and one combination of rows: what the use of them is. */
typedef struct {
    int leg, legs, rows, left;
    PyObject *prices;
} HeadTerms;

static void make_use(const Uses *uses, Use *use, int *above, const HeadTerms *head, int air, int over, const int *top, const int *foot,
                     const int *middle, const int *beside)
{
    use->need = head->rows + air + 1;
    use->over = over;
    use->head_legs = head->left ? head->legs : 0;
    use->head = head->left ? head->rows + air : 0;
    use->beside = 0;
    use->text_legs = 0;
    use->lost = 0;
    use->above = above;
    for (int leg = 0; leg < uses->legs; leg++) {
        int under = head->leg <= leg && leg < head->leg + head->legs ? head->rows + air : 0;
        if (beside[leg] || (head->left && under))
            above[leg] = -over - (beside[leg] ? beside[leg] : under);
        else
            above[leg] = over + under + top[leg] + foot[leg] + middle[leg];
        if (beside[leg] > use->beside)
            use->beside = beside[leg];
        int taken = above[leg] < 0 ? -above[leg] : above[leg];
        if (taken > use->need)
            use->need = taken;
        if (above[leg] >= 0) {
            use->text_legs++;
            use->lost += above[leg];
        }
    }
}

/* Every use of one arrangement, from its place among the uses on; how many, −1 = an error. With `count` only counted. */
static Py_ssize_t add_uses(Uses *uses, PyObject *arrangement, int index, Py_ssize_t from, int count)
{
    PyObject *heads, *combinations;
    if (!PyTuple_Check(arrangement) || !PyArg_ParseTuple(arrangement, "OO", &heads, &combinations))
        return -1;
    if (!PyList_Check(heads) || !PyList_Check(combinations)) {
        PyErr_SetString(PyExc_ValueError, "uses: heads and combinations");
        return -1;
    }
    Py_ssize_t at = from;
    int parts[4][MOST_LEGS];
    for (Py_ssize_t i = 0; i < PyList_Size(heads); i++) {
        HeadTerms head;
        PyObject *item = PyList_GetItem(heads, i);
        if (!PyTuple_Check(item) ||
            !PyArg_ParseTuple(item, "iiipO", &head.leg, &head.legs, &head.rows, &head.left, &head.prices))
            return -1;
        if (!PyTuple_Check(head.prices) || head.rows < 0 || head.rows > MOST_TAKEN || head.leg < 0 || head.leg > MOST_LEGS ||
            head.legs < 0 || head.legs > MOST_LEGS) {
            PyErr_SetString(PyExc_ValueError, "uses: a head over legs");
            return -1;
        }
        int airs = (int)PyTuple_Size(head.prices);
        Py_ssize_t choices = PyList_Size(combinations);
        if (count) {
            at += airs * choices;
            continue;
        }
        for (Py_ssize_t j = 0; j < choices; j++) {
            PyObject *taken = PyList_GetItem(combinations, j), *rows[4];
            double price;
            int over;
            if (!PyTuple_Check(taken) || !PyArg_ParseTuple(taken, "diOOOO", &price, &over, &rows[0], &rows[1], &rows[2], &rows[3]))
                return -1;
            if (over < 0 || over > MOST_TAKEN) {
                PyErr_SetString(PyExc_ValueError, "uses: rows of a stand");
                return -1;
            }
            for (int k = 0; k < 4; k++)
                if (!read_rows(rows[k], parts[k], uses->legs))
                    return -1;
            for (int air = 0; air < airs; air++) {
                Py_ssize_t order = at + air * choices + j;
                Use *use = &uses->use[order];
                double of_head = PyFloat_AsDouble(PyTuple_GetItem(head.prices, air));
                if (PyErr_Occurred())
                    return -1;
                make_use(uses, use, uses->rows + order * uses->legs, &head, air, over, parts[0], parts[1], parts[2], parts[3]);
                use->price = of_head + price;
                use->order = order;
                use->arrangement = index;
                use->at = (int)i;
                use->air = air;
                use->combination = (int)j;
            }
        }
        at += airs * choices;
    }
    return at - from;
}

/* uses(arrangements, (copy, legs, gives, takes, filler), prices) -> what `cheapest` asks */
static PyObject *uses(PyObject *module, PyObject *args)
{
    PyObject *arrangements, *terms, *prices;
    if (!PyArg_ParseTuple(args, "OOO", &arrangements, &terms, &prices))
        return NULL;
    if (!PyList_Check(arrangements) || PyList_Size(arrangements) > MOST_USES || !PyTuple_Check(terms) ||
        PyTuple_Size(terms) != TERMS || !PyTuple_Check(prices) || PyTuple_Size(prices) != PRICES) {
        PyErr_SetString(PyExc_ValueError, "uses: arrangements, terms and prices");
        return NULL;
    }
    Uses *made = calloc(1, sizeof *made);
    if (!made)
        return PyErr_NoMemory();
    for (int i = 0; i < TERMS; i++)
        made->term[i] = (int)PyLong_AsLong(PyTuple_GetItem(terms, i));
    for (int i = 0; i < PRICES; i++)
        made->price[i] = PyFloat_AsDouble(PyTuple_GetItem(prices, i));
    made->legs = made->term[LEGS];
    if (PyErr_Occurred())
        goto failed;
    if (made->legs < 1 || made->legs > MOST_LEGS) {
        PyErr_SetString(PyExc_ValueError, "uses: legs of a story");
        goto failed;
    }
    for (int pass = 0; pass < 2; pass++) {
        Py_ssize_t count = 0;
        for (Py_ssize_t i = 0; i < PyList_Size(arrangements); i++) {
            Py_ssize_t more = add_uses(made, PyList_GetItem(arrangements, i), (int)i, count, !pass);
            if (more < 0)
                goto failed;
            count += more;
            if (count > MOST_USES) {
                PyErr_SetString(PyExc_ValueError, "uses: too many");
                goto failed;
            }
        }
        if (pass)
            continue;
        made->uses = count;
        made->use = calloc((size_t)count + 1, sizeof(Use));
        made->group = calloc((size_t)count + 1, sizeof(Group));
        made->rows = calloc(((size_t)count + 1) * (size_t)made->legs, sizeof(int));
        if (!made->use || !made->group || !made->rows) {
            PyErr_NoMemory();
            goto failed;
        }
    }
    qsort(made->use, (size_t)made->uses, sizeof(Use), by_group);
    for (Py_ssize_t at = 0; at < made->uses; at++) {
        const Use *use = &made->use[at];
        if (!at || use->text_legs != use[-1].text_legs || use->lost != use[-1].lost)
            made->group[made->groups++] = (Group){use->text_legs, use->lost, at, at};
        made->group[made->groups - 1].end = at + 1;
    }
    PyObject *capsule = PyCapsule_New(made, USES, drop_uses);
    if (!capsule)
        goto failed;
    return capsule;
failed:
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "uses: tuples of heads and combinations");
    free_uses(made);
    return NULL;
}

/* Price of slack rows, however they stand in the legs. */
static double least_white(const Uses *uses, int slack)
{
    const double *price = uses->price;
    int rows = slack < 0 ? -slack : slack, pliant = uses->term[slack < 0 ? GIVES : TAKES];
    int traded = rows < pliant ? rows : pliant;
    if (slack < 0)
        return price[LOOSENED] * traded + price[OVERSET] * (rows - traded);
    double least = price[LOOSENED] * traded + price[EMPTY] * (rows - traded) / uses->term[LEGS];
    return uses->term[FILLER_ROWS] && price[FILLER] < least ? price[FILLER] : least;
}

static double white_cost(const Uses *uses, const Use *use, int rows)
{
    const double *price = uses->price;
    int whole = 0, legs = 0, last = -1;
    for (int leg = 0; leg < uses->legs; leg++) {
        int space = use->above[leg] >= 0 ? rows - use->above[leg] : 0;
        whole += space;
        if (space) {
            legs++;
            last = space;
        }
    }
    int slack = whole - uses->term[COPY], far = slack < 0 ? -slack : slack;
    int pliant = uses->term[slack < 0 ? GIVES : TAKES], traded = far < pliant ? far : pliant, beyond = far - traded;
    double cost;
    if (slack < 0)
        cost = price[LOOSENED] * traded + price[OVERSET] * beyond;
    else {
        int shared = legs ? legs : 1;
        double feet = price[EMPTY] * beyond / shared + (beyond % shared ? price[UNEVEN] : 0.0);
        cost = price[LOOSENED] * traded + feet;
        int ornament = slack < uses->term[FILLER_ROWS] ? slack : uses->term[FILLER_ROWS];
        double price_of_it = price[FILLER] + price[LOOSENED] * (slack - ornament);
        if (price[LEAST_FILLER] <= ornament && legs && last - ornament >= price[LEAST_LEG] &&
            slack - ornament <= pliant && price_of_it < cost)
            cost = price_of_it;
    }
    double stubs = 0.0;
    for (int leg = 0; leg < uses->legs; leg++) {
        int space = use->above[leg] >= 0 ? rows - use->above[leg] : 0;
        if (0 < space && space < price[LEAST_LEG])
            stubs += price[STUB] * (price[LEAST_LEG] - space);
    }
    cost += stubs;
    int below = rows - use->over;
    if (use->head_legs)
        cost += price[WHITE] * use->head_legs * (below - use->head);
    if (use->beside)
        cost += price[HOLE] * (below - use->beside);
    return cost;
}

/* The next use of a group to be looked at, and the least that it can cost. */
typedef struct {
    double least;
    int64_t order;
    Py_ssize_t group, at;
} Next;

static int before(const Next *one, const Next *other)
{
    return one->least < other->least || (one->least == other->least && one->order < other->order);
}

static void sink(Next *heap, Py_ssize_t count, Py_ssize_t at)
{
    Next moved = heap[at];
    for (Py_ssize_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && before(&heap[child + 1], &heap[child]))
            child++;
        if (!before(&heap[child], &moved))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moved;
}

#define MOST_WAYS 64

typedef struct {
    double cost;
    Py_ssize_t use;
    int slack;
} Found;

/* cheapest(uses, rows, most) -> [(cost, slack, arrangement, head, air, combination)] */
static PyObject *cheapest(PyObject *module, PyObject *args)
{
    PyObject *capsule;
    int rows, most;
    if (!PyArg_ParseTuple(args, "Oii", &capsule, &rows, &most))
        return NULL;
    Uses *uses = PyCapsule_GetPointer(capsule, USES);
    if (!uses)
        return NULL;
    if (rows > MOST_DEPTH || rows < -MOST_DEPTH || most < 1 || most > MOST_WAYS) {
        PyErr_SetString(PyExc_ValueError, "cheapest: rows of a page, and a few ways");
        return NULL;
    }
    Next *heap = malloc(((size_t)uses->groups + 1) * sizeof(Next));
    if (!heap)
        return PyErr_NoMemory();
    Py_ssize_t count = uses->groups;
    int found = 0, looked = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        const Group *group = &uses->group[i];
        const Use *use = &uses->use[group->first];
        double least = use->price + least_white(uses, rows * group->legs - group->lost - uses->term[COPY]);
        heap[i] = (Next){least, use->order, i, group->first};
    }
    for (Py_ssize_t i = count / 2 - 1; i >= 0; i--)
        sink(heap, count, i);
    Found best[MOST_WAYS + 1];
    while (count) {
        Next next = heap[0];
        if (found == most && next.least >= best[found - 1].cost)
            break;
        const Group *group = &uses->group[next.group];
        int slack = rows * group->legs - group->lost - uses->term[COPY];
        if (next.at + 1 < group->end) {
            const Use *more = &uses->use[next.at + 1];
            heap[0] = (Next){more->price + least_white(uses, slack), more->order, next.group, next.at + 1};
        } else
            heap[0] = heap[--count];
        sink(heap, count, 0);
        const Use *use = &uses->use[next.at];
        if (rows < use->need)
            continue;
        if (looked == uses->price[LOOKED_AT])
            break;
        looked++;
        double cost = use->price + white_cost(uses, use, rows);
        int at = found;
        while (at && cost < best[at - 1].cost) {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = (Found){cost, next.at, slack};
        if (found < most)
            found++;
    }
    free(heap);
    PyObject *list = PyList_New(0);
    for (int i = 0; list && i < found; i++) {
        const Use *use = &uses->use[best[i].use];
        PyObject *way = Py_BuildValue("(diiiii)", best[i].cost, best[i].slack, use->arrangement, use->at, use->air, use->combination);
        if (!way || PyList_Append(list, way) < 0)
            Py_CLEAR(list);
        Py_XDECREF(way);
    }
    return list;
}

/* -- units set into legs ------------------------------------------------------------------------------------------- */

/* As in makeup/modules/legs.py, in the order in which it hands them over. */
enum { OVERSET_LINE, WIDOW, SHORT_FOOT, EMPTY_ROW, UNEVEN_FEET, LOOSENED_LINE, MOST_TRADED, TRIES, WAYS_LOOKED_AT, TERMS_OF_LEGS };

#define MOST_PICKED 8 /* units traded at once */
#define MOST_LINES 100000000

typedef struct {
    int head, depth, lines;
} Unit;

/* best: of each choice; loose: the other settings of all, with the choice of each and its place among its others. */
typedef struct {
    Py_ssize_t choices, others, legs;
    Unit *best, *tried, *loose;
    int *choice, *place;
    const int *room;
    int *given, *feet;
    double price[TERMS_OF_LEGS];
} Legs;

typedef struct {
    int64_t over;
    int widows;
} Outline;

static Outline outline(const Legs *legs, const Unit *units, const int *room, int *feet)
{
    Outline found = {0, 0};
    Py_ssize_t leg = 0;
    int row = 0;
    for (Py_ssize_t i = 0; i < legs->legs; i++)
        feet[i] = 0;
    for (Py_ssize_t i = 0; i < legs->choices; i++) {
        const Unit *unit = &units[i];
        int lines = unit->head ? 1 : unit->lines, left = lines, step = unit->head ? unit->depth : 1;
        if (unit->head && row && leg < legs->legs) {
            int following = i + 1 < legs->choices ? (units[i + 1].depth < 2 ? units[i + 1].depth : 2) : 0;
            if (row + step + following > room[leg]) {
                leg++;
                row = 0;
            }
        }
        while (left) {
            while (leg < legs->legs && row + step > room[leg]) {
                leg++;
                row = 0;
            }
            if (leg == legs->legs) {
                found.over += left;
                break;
            }
            if (!row && leg && left == 1 && lines > 1)
                found.widows++;
            int taken = unit->head ? 1 : left < room[leg] - row ? left : room[leg] - row;
            row += taken * step;
            feet[leg] = row;
            left -= taken;
        }
    }
    return found;
}

/* Room with `slack` rows taken off so that feet stay level. */
static void level_room(const Legs *legs, int64_t slack, int *given)
{
    memcpy(given, legs->room, (size_t)legs->legs * sizeof(int));
    if (slack <= 0)
        return;
    int64_t count = 0, order = 0;
    for (Py_ssize_t i = 0; i < legs->legs; i++)
        count += legs->room[i] != 0;
    int none = !count;
    if (none)
        count = 1; /* the first leg, which is empty */
    int64_t every = slack / count, rest = slack % count;
    for (Py_ssize_t i = 0; i < legs->legs; i++) {
        if (legs->room[i] || (none && !i)) {
            int64_t left = given[i] - every - (order >= count - rest ? 1 : 0);
            given[i] = left > 0 ? (int)left : 0;
            order++;
        }
    }
}

static double legs_cost(const Legs *legs, Outline found, const int *feet, const int *given)
{
    int64_t missing = 0;
    for (Py_ssize_t i = 0; i + 1 < legs->legs; i++)
        if (given[i] > feet[i])
            missing += given[i] - feet[i];
    const double *price = legs->price;
    return price[OVERSET_LINE] * (double)found.over + price[WIDOW] * found.widows + price[SHORT_FOOT] * (double)missing;
}

/* What the units as tried cost, with the rows given to the legs and their feet. */
static double tried_cost(Legs *legs, int64_t rows, double price, Outline *found)
{
    int64_t slack = rows, count = 0;
    for (Py_ssize_t i = 0; i < legs->choices; i++)
        slack -= legs->tried[i].depth;
    level_room(legs, slack, legs->given);
    *found = outline(legs, legs->tried, legs->given, legs->feet);
    if (found->over && slack > 0) {
        memcpy(legs->given, legs->room, (size_t)legs->legs * sizeof(int));
        *found = outline(legs, legs->tried, legs->given, legs->feet);
    }
    for (Py_ssize_t i = 0; i < legs->legs; i++)
        count += legs->room[i] != 0;
    count = count ? count : 1;
    int64_t empty = slack > 0 ? slack : 0;
    double feet = legs->price[EMPTY_ROW] * (double)empty / (double)count + (empty % count ? legs->price[UNEVEN_FEET] : 0.0);
    return price + legs_cost(legs, *found, legs->feet, legs->given) + feet;
}

static int read_unit(PyObject *terms, Unit *unit)
{
    if (!PyTuple_Check(terms) || !PyArg_ParseTuple(terms, "pii", &unit->head, &unit->depth, &unit->lines)) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "fit: a unit in numbers");
        return 0;
    }
    if (unit->depth < 0 || unit->depth > MOST_LINES || unit->lines < 0 || unit->lines > MOST_LINES) {
        PyErr_SetString(PyExc_ValueError, "fit: rows and lines of a unit");
        return 0;
    }
    return 1;
}

/* The best so far: which of the loose settings are taken, and what comes of them. */
typedef struct {
    double cost;
    int known;
    Py_ssize_t picks, pick[MOST_PICKED];
    Outline found;
    int *given, *feet;
} Fitted;

static void weigh(Legs *legs, int64_t rows, double price, const Py_ssize_t *pick, Py_ssize_t picks, Fitted *best)
{
    memcpy(legs->tried, legs->best, (size_t)legs->choices * sizeof(Unit));
    for (Py_ssize_t i = 0; i < picks; i++)
        legs->tried[legs->choice[pick[i]]] = legs->loose[pick[i]];
    Outline found;
    double cost = tried_cost(legs, rows, price, &found);
    if (best->known && !(cost < best->cost - 1e-9))
        return;
    best->cost = cost;
    best->known = 1;
    best->found = found;
    best->picks = picks;
    memcpy(best->pick, pick, (size_t)picks * sizeof *pick);
    memcpy(best->given, legs->given, (size_t)legs->legs * sizeof(int));
    memcpy(best->feet, legs->feet, (size_t)legs->legs * sizeof(int));
}

/* The next choice of `picks` out of `others`, in the order of itertools.combinations; 0 = that was the last. */
static int next_pick(Py_ssize_t *pick, Py_ssize_t picks, Py_ssize_t others)
{
    Py_ssize_t i = picks - 1;
    while (i >= 0 && pick[i] == others - picks + i)
        i--;
    if (i < 0)
        return 0;
    pick[i]++;
    for (Py_ssize_t j = i + 1; j < picks; j++)
        pick[j] = pick[j - 1] + 1;
    return 1;
}

static int change(const Legs *legs, Py_ssize_t loose)
{
    return legs->loose[loose].depth - legs->best[legs->choice[loose]].depth;
}

/* No trading makes room: the units that can be shortened most are, of equal ones the first. */
static void shorten(Legs *legs, int64_t rows, Fitted *best, int most, int64_t *least)
{
    Py_ssize_t pick[MOST_PICKED], picks = 0;
    int taken[MOST_PICKED], deltas[MOST_PICKED], count = 0;
    int64_t sum = 0;
    for (int turn = 0; turn < most && turn < legs->choices; turn++) {
        int found = -1, delta = 1;
        for (Py_ssize_t i = 0, at = 0; i < legs->choices; i++) {
            int mine = 0, used = 0;
            for (; at < legs->others && legs->choice[at] == i; at++)
                mine = change(legs, at) < mine ? change(legs, at) : mine;
            for (int j = 0; j < count; j++)
                used = used || taken[j] == i;
            if (!used && mine < delta) {
                delta = mine;
                found = (int)i;
            }
        }
        taken[count] = found;
        deltas[count++] = delta;
        sum += delta;
    }
    *least = sum;
    if (!best)
        return;
    for (int j = 0; j < count; j++)
        for (Py_ssize_t at = 0; at < legs->others; at++)
            if (legs->choice[at] == taken[j] && change(legs, at) == deltas[j]) {
                pick[picks++] = at;
                break;
            }
    weigh(legs, rows, legs->price[LOOSENED_LINE] * (double)-sum, pick, picks, best);
}

static void trade(Legs *legs, int64_t rows, Fitted *best)
{
    int64_t slack = rows, least, tried = 1, looked = 0, most = (int64_t)legs->price[MOST_TRADED];
    for (Py_ssize_t i = 0; i < legs->choices; i++)
        slack -= legs->best[i].depth;
    shorten(legs, rows, NULL, (int)most, &least);
    if (least > slack) {
        shorten(legs, rows, best, (int)most, &least);
        return;
    }
    Py_ssize_t pick[MOST_PICKED];
    weigh(legs, rows, 0.0, pick, 0, best);
    if (best->cost <= 0.0)
        return;
    int64_t far = slack < 0 ? -slack : slack;
    for (Py_ssize_t picks = 1; picks <= most && picks <= legs->choices && picks <= legs->others; picks++) {
        for (Py_ssize_t i = 0; i < picks; i++)
            pick[i] = i;
        do {
            if (looked++ == (int64_t)legs->price[WAYS_LOOKED_AT])
                return;
            int64_t delta = 0, changed = 0;
            int twice = 0;
            for (Py_ssize_t i = 0; i < picks; i++) {
                int mine = change(legs, pick[i]);
                delta += mine;
                changed += mine < 0 ? -mine : mine;
                twice = twice || (i && legs->choice[pick[i]] == legs->choice[pick[i - 1]]);
            }
            int64_t left = slack - delta < 0 ? delta - slack : slack - delta;
            if (twice || left > far || (slack < 0 && delta > 0))
                continue;
            if (tried++ == (int64_t)legs->price[TRIES])
                return;
            double price = legs->price[LOOSENED_LINE] * (double)changed;
            weigh(legs, rows, price, pick, picks, best);
            if (best->cost <= price)
                return;
        } while (next_pick(pick, picks, legs->others));
    }
}

/* fit(choices, room, prices) -> ([(choice, other setting)], lines without room, widows, feet, rows given) */
static PyObject *fit(PyObject *module, PyObject *args)
{
    PyObject *choices, *room, *prices, *result = NULL, *changed = NULL, *feet = NULL, *given = NULL;
    if (!PyArg_ParseTuple(args, "OOO", &choices, &room, &prices))
        return NULL;
    if (!PyList_Check(choices) || !PyTuple_Check(room) || !PyTuple_Check(prices) || PyTuple_Size(prices) != TERMS_OF_LEGS) {
        PyErr_SetString(PyExc_ValueError, "fit: units, legs and prices");
        return NULL;
    }
    Legs legs = {0};
    legs.choices = PyList_Size(choices);
    legs.legs = PyTuple_Size(room);
    for (int i = 0; i < TERMS_OF_LEGS; i++)
        legs.price[i] = PyFloat_AsDouble(PyTuple_GetItem(prices, i));
    if (PyErr_Occurred())
        return NULL;
    if (legs.price[MOST_TRADED] < 0 || legs.price[MOST_TRADED] > MOST_PICKED) {
        PyErr_SetString(PyExc_ValueError, "fit: units traded at once");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < legs.choices; i++) {
        PyObject *terms, *others, *each = PyList_GetItem(choices, i);
        if (!PyTuple_Check(each) || !PyArg_ParseTuple(each, "OO", &terms, &others) || !PyTuple_Check(others)) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "fit: a unit and its other settings");
            return NULL;
        }
        legs.others += PyTuple_Size(others);
    }
    size_t units = (size_t)legs.choices + 1, loose = (size_t)legs.others + 1, count = (size_t)legs.legs + 1;
    Unit *all = malloc((2 * units + loose) * sizeof(Unit));
    int *numbers = malloc((2 * loose + 5 * count) * sizeof(int));
    if (!all || !numbers) {
        PyErr_NoMemory();
        goto done;
    }
    legs.best = all;
    legs.tried = all + units;
    legs.loose = all + 2 * units;
    legs.choice = numbers;
    legs.place = numbers + loose;
    int *rows_of = numbers + 2 * loose;
    legs.room = rows_of;
    legs.given = rows_of + count;
    legs.feet = rows_of + 2 * count;
    Fitted best = {0};
    best.given = rows_of + 3 * count;
    best.feet = rows_of + 4 * count;
    int64_t rows = 0;
    for (Py_ssize_t i = 0; i < legs.legs; i++) {
        long space = PyLong_AsLong(PyTuple_GetItem(room, i));
        if (PyErr_Occurred() || space < -MOST_TAKEN || space > MOST_TAKEN) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "fit: rows of a leg");
            goto done;
        }
        rows_of[i] = (int)space;
        rows += space;
    }
    for (Py_ssize_t i = 0, at = 0; i < legs.choices; i++) {
        PyObject *each = PyList_GetItem(choices, i), *others = PyTuple_GetItem(each, 1);
        if (!read_unit(PyTuple_GetItem(each, 0), &legs.best[i]))
            goto done;
        for (Py_ssize_t j = 0; j < PyTuple_Size(others); j++, at++) {
            if (!read_unit(PyTuple_GetItem(others, j), &legs.loose[at]))
                goto done;
            legs.choice[at] = (int)i;
            legs.place[at] = (int)j;
        }
    }
    trade(&legs, rows, &best);
    changed = PyList_New(0);
    for (Py_ssize_t i = 0; changed && i < best.picks; i++) {
        PyObject *pair = Py_BuildValue("(ii)", legs.choice[best.pick[i]], legs.place[best.pick[i]]);
        if (!pair || PyList_Append(changed, pair) < 0)
            Py_CLEAR(changed);
        Py_XDECREF(pair);
    }
    feet = numbers_of(best.feet, legs.legs);
    given = numbers_of(best.given, legs.legs);
    if (changed && feet && given)
        result = Py_BuildValue("(OLiOO)", changed, (long long)best.found.over, best.found.widows, feet, given);
done:
    Py_XDECREF(changed);
    Py_XDECREF(feet);
    Py_XDECREF(given);
    free(all);
    free(numbers);
    return result;
}

/* -- glyphs of a run and the gaps between them --------------------------------------------------------------------- */

/* As in pdf/gaps.py, in the order in which it hands them over. */
enum { TO_A_POINT, UP, HAIR, HAIR_EM, TERMS_OF_GAPS };

typedef struct {
    int64_t gap;
    Py_ssize_t at;
} Rounded;

static int by_gap(const void *one, const void *other)
{
    const Rounded *a = one, *b = other;
    if (a->gap != b->gap)
        return a->gap < b->gap ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The commonest gap, the first of equally common ones; 0 where too few are alike. */
static double commonest(const double *gaps, Py_ssize_t count, double scale, const double *term, Rounded *room)
{
    double fine = term[TO_A_POINT] / scale, up = term[UP] + 0.5;
    int64_t zero = (int64_t)term[UP], best = 0;
    Py_ssize_t most = 0, first = 0, none = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        double rounded = gaps[i] * fine + up;
        room[i] = (Rounded){rounded > -9e18 && rounded < 9e18 ? (int64_t)rounded : 0, i};
    }
    qsort(room, (size_t)count, sizeof *room, by_gap);
    for (Py_ssize_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && room[next].gap == room[i].gap; next++)
            ;
        if (room[i].gap == zero)
            none = next - i;
        if (next - i > most || (next - i == most && room[i].at < first)) {
            most = next - i;
            first = room[i].at;
            best = room[i].gap;
        }
    }
    return count && most > none + 2 ? (double)(best - zero) / term[TO_A_POINT] : 0.0;
}

/* A number in tenths, where that is plain: neither nothing nor near the middle of two. */
static int in_tenths(double value, int64_t *tenths)
{
    double tenfold = value * 10, whole = floor(tenfold + 0.5);
    *tenths = whole > -1e9 && whole < 1e9 ? (int64_t)whole : 0;
    return *tenths && fabs(tenfold - whole) < 0.499999;
}

/* A number to a tenth, as round() and the format of Python have it. */
static int to_a_tenth(double value, double *rounded)
{
    int64_t tenths;
    if (in_tenths(value, &tenths)) {
        *rounded = (double)tenths / 10;
        return 1;
    }
    char *digits = PyOS_double_to_string(value, 'f', 1, 0, NULL);
    if (!digits)
        return 0;
    *rounded = PyOS_string_to_double(digits, NULL, NULL);
    PyMem_Free(digits);
    return !PyErr_Occurred();
}

static PyObject *moved_code(double move, PyObject *code)
{
    char plain[32], *digits = plain, *long_digits = NULL;
    int64_t tenths;
    if (in_tenths(-move, &tenths)) {
        int size = snprintf(plain, sizeof plain, "%s%lld", tenths < 0 ? "-" : "", (long long)llabs(tenths) / 10);
        if (tenths % 10)
            snprintf(plain + size, sizeof plain - (size_t)size, ".%lld", (long long)llabs(tenths) % 10);
    } else {
        digits = long_digits = PyOS_double_to_string(-move, 'f', 1, 0, NULL);
        if (!digits)
            return NULL;
        size_t length = strlen(digits);
        if (length > 2 && !strcmp(digits + length - 2, ".0"))
            digits[length - 2] = 0;
    }
    PyObject *made = PyUnicode_FromFormat(")%s(%U", digits, code);
    PyMem_Free(long_digits);
    return made;
}

/* "[(", the codes with the numbers before them, ")] TJ" */
static PyObject *shown_text(PyObject *codes)
{
    PyObject *between = PyUnicode_FromString(""), *text = between ? PyUnicode_Join(between, codes) : NULL;
    PyObject *made = text ? PyUnicode_FromFormat("[(%U)] TJ", text) : NULL;
    Py_XDECREF(between);
    Py_XDECREF(text);
    return made;
}

/* show(glyphs, texts, xs, shown, advances, em, scale, terms) -> (Tc, TJ with its array) */
static PyObject *show(PyObject *module, PyObject *args)
{
    PyObject *glyphs, *texts, *xs, *shown, *advances, *terms, *made = NULL, *text, *result = NULL;
    double em, scale, term[TERMS_OF_GAPS];
    if (!PyArg_ParseTuple(args, "O!O!O!O!O!ddO!", &PyTuple_Type, &glyphs, &PyTuple_Type, &texts, &PyTuple_Type, &xs, &PyDict_Type,
                          &shown, &PyDict_Type, &advances, &em, &scale, &PyTuple_Type, &terms))
        return NULL;
    Py_ssize_t count = PyTuple_Size(glyphs);
    if (PyTuple_Size(texts) != count || PyTuple_Size(xs) != count || PyTuple_Size(terms) != TERMS_OF_GAPS || !(em > 0) || !(scale > 0)) {
        PyErr_SetString(PyExc_ValueError, "show: a text and a place for each glyph");
        return NULL;
    }
    for (int i = 0; i < TERMS_OF_GAPS; i++)
        term[i] = PyFloat_AsDouble(PyTuple_GetItem(terms, i));
    double *gaps = malloc(((size_t)count + 1) * sizeof(double));
    Rounded *room = malloc(((size_t)count + 1) * sizeof(Rounded));
    made = PyList_New(count);
    if (!gaps || !room || !made) {
        PyErr_NoMemory();
        goto done;
    }
    double end = 0.0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *glyph = PyTuple_GetItem(glyphs, i), *pair = PyTuple_Pack(2, glyph, PyTuple_GetItem(texts, i));
        PyObject *code = pair ? PyDict_GetItemWithError(shown, pair) : NULL;
        PyObject *advance = code ? PyDict_GetItemWithError(advances, glyph) : NULL;
        if (!advance) {
            if (pair && !PyErr_Occurred())
                PyErr_SetObject(PyExc_KeyError, pair);
            Py_XDECREF(pair);
            goto done;
        }
        Py_DECREF(pair);
        if (!PyUnicode_Check(code)) {
            PyErr_SetString(PyExc_TypeError, "show: codes are strings");
            goto done;
        }
        Py_INCREF(code);
        PyList_SetItem(made, i, code);
        double x = PyFloat_AsDouble(PyTuple_GetItem(xs, i));
        if (i)
            gaps[i - 1] = x - end;
        end = x + PyFloat_AsDouble(advance) * em;
        if (PyErr_Occurred())
            goto done;
    }
    if (PyErr_Occurred())
        goto done;
    Py_ssize_t between = count ? count - 1 : 0;
    double spacing = commonest(gaps, between, scale, term, room);
    double tolerance = term[HAIR] < term[HAIR_EM] * em ? term[HAIR] : term[HAIR_EM] * em, off = 0.0, moved = 0.0;
    for (Py_ssize_t i = 0; i < between; i++) {
        off = i ? off + (gaps[i] - spacing * scale) : gaps[i] - spacing * scale;
        double stands = off - moved, move;
        if (-tolerance <= stands && stands <= tolerance)
            continue;
        if (!to_a_tenth(stands * 1000 / em, &move))
            goto done;
        moved += move * em / 1000;
        PyObject *code = moved_code(move, PyList_GetItem(made, i + 1));
        if (!code || PyList_SetItem(made, i + 1, code) < 0)
            goto done;
    }
    text = shown_text(made);
    if (text)
        result = Py_BuildValue("(dN)", spacing, text);
done:
    Py_XDECREF(made);
    free(gaps);
    free(room);
    return result;
}

/* -- phrases of a head ----------------------------------------------------------------------------------------------- */

#define RULES "layout._speed.rules"
#define CHART "layout._speed.chart"
#define MOST_LABELS 120    /* of the grammar, which has some seventy; their numbers are kept in a byte each */
#define MOST_RELATIONS 120 /* it has forty */
#define MOST_WORDS 400     /* of one stretch, which has some forty; what a quotation adds is far less */

/* To a label, or to a label in a relation, and what it costs. */
typedef struct {
    double cost;
    int label, relation;
} Step;

/* Steps numbered `from` to `to` are made where `label` stands at the right. */
typedef struct {
    int label, from, to;
} Pair;

/* Of label n: steps above[n] to above[n + 1] to what it can be taken for; pairs[n] to pairs[n + 1] with it at the left. */
typedef struct {
    int labels, head, most;
    double beam;
    int above[MOST_LABELS + 1], pairs[MOST_LABELS + 1];
    Step *up, *joined;
    Pair *pair;
} Rules;

/* A phrase: label, what it costs, where its parts meet (-1 = a word), their labels and the relation. */
typedef struct {
    double cost;
    int label, middle, left, right, relation;
} Phrase;

/* The phrases of a span in the order in which they were found. where: of each label, its number there, -1 = there is none. */
typedef struct {
    int count;
    signed char where[MOST_LABELS];
    Phrase *phrase;
} Cell;

typedef struct {
    int places;
    Cell **cell;
} Chart;

static void free_rules(Rules *rules)
{
    if (rules) {
        free(rules->up);
        free(rules->joined);
        free(rules->pair);
        free(rules);
    }
}

static void drop_rules(PyObject *capsule)
{
    free_rules(PyCapsule_GetPointer(capsule, RULES));
}

static Cell **cell_of(const Chart *chart, int first, int last)
{
    return &chart->cell[(Py_ssize_t)first * chart->places + last];
}

static void free_cell(Cell *cell)
{
    if (cell) {
        free(cell->phrase);
        free(cell);
    }
}

static void free_chart(Chart *chart)
{
    if (chart) {
        for (Py_ssize_t i = 0; chart->cell && i < (Py_ssize_t)chart->places * chart->places; i++)
            free_cell(chart->cell[i]);
        free(chart->cell);
        free(chart);
    }
}

static void drop_chart(PyObject *capsule)
{
    free_chart(PyCapsule_GetPointer(capsule, CHART));
}

/* Tuples of (label, cost) or (label, cost, relation), one after the other. */
static int read_steps(PyObject *told, Step *steps, int labels, int with_relation)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(told); i++) {
        Step *step = &steps[i];
        step->relation = 0;
        if (!PyArg_ParseTuple(PyTuple_GetItem(told, i), with_relation ? "idi" : "id", &step->label, &step->cost, &step->relation))
            return 0;
        if (step->label < 0 || step->label >= labels || step->relation < 0 || step->relation >= MOST_RELATIONS) {
            PyErr_SetString(PyExc_ValueError, "rules: labels and relations by their numbers");
            return 0;
        }
    }
    return 1;
}

/* rules(above, binary, head, beam, most) -> the grammar, for `chart` */
static PyObject *rules(PyObject *module, PyObject *args)
{
    PyObject *above, *binary;
    int head, most, ups = 0, joins = 0, pairs = 0;
    double beam;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!idi", &PyTuple_Type, &above, &PyTuple_Type, &binary, &head, &beam, &most))
        return NULL;
    Py_ssize_t labels = PyTuple_Size(above);
    if (labels < 1 || labels > MOST_LABELS || PyTuple_Size(binary) != labels || head < 0 || head >= labels || most < 1) {
        PyErr_SetString(PyExc_ValueError, "rules: what each label is taken for and joined with");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < labels; i++) {
        PyObject *to = PyTuple_GetItem(above, i), *with = PyTuple_GetItem(binary, i);
        if (!PyTuple_Check(to) || !PyTuple_Check(with)) {
            PyErr_SetString(PyExc_ValueError, "rules: a tuple of each label");
            return NULL;
        }
        ups += (int)PyTuple_Size(to);
        pairs += (int)PyTuple_Size(with);
        for (Py_ssize_t j = 0; j < PyTuple_Size(with); j++) {
            PyObject *pair = PyTuple_GetItem(with, j);
            if (!PyTuple_Check(pair) || PyTuple_Size(pair) != 2 || !PyTuple_Check(PyTuple_GetItem(pair, 1))) {
                PyErr_SetString(PyExc_ValueError, "rules: (label, what they make) of each pair");
                return NULL;
            }
            joins += (int)PyTuple_Size(PyTuple_GetItem(pair, 1));
        }
    }
    Rules *made = calloc(1, sizeof *made);
    if (!made)
        return PyErr_NoMemory();
    *made = (Rules){.labels = (int)labels, .head = head, .most = most, .beam = beam};
    made->up = malloc(((size_t)ups + 1) * sizeof *made->up);
    made->joined = malloc(((size_t)joins + 1) * sizeof *made->joined);
    made->pair = malloc(((size_t)pairs + 1) * sizeof *made->pair);
    if (!made->up || !made->joined || !made->pair) {
        PyErr_NoMemory();
        goto failed;
    }
    int up = 0, join = 0, at = 0;
    for (Py_ssize_t i = 0; i < labels; i++) {
        PyObject *to = PyTuple_GetItem(above, i), *with = PyTuple_GetItem(binary, i);
        made->above[i] = up;
        made->pairs[i] = at;
        if (!read_steps(to, made->up + up, made->labels, 0))
            goto failed;
        up += (int)PyTuple_Size(to);
        for (Py_ssize_t j = 0; j < PyTuple_Size(with); j++, at++) {
            PyObject *pair = PyTuple_GetItem(with, j), *makes = PyTuple_GetItem(pair, 1);
            long label = PyLong_AsLong(PyTuple_GetItem(pair, 0));
            if (label < 0 || label >= labels) {
                if (!PyErr_Occurred())
                    PyErr_SetString(PyExc_ValueError, "rules: labels by their numbers");
                goto failed;
            }
            if (!read_steps(makes, made->joined + join, made->labels, 1))
                goto failed;
            made->pair[at] = (Pair){(int)label, join, join + (int)PyTuple_Size(makes)};
            join = made->pair[at].to;
        }
    }
    made->above[labels] = up;
    made->pairs[labels] = at;
    PyObject *capsule = PyCapsule_New(made, RULES, drop_rules);
    if (capsule)
        return capsule;
failed:
    free_rules(made);
    return NULL;
}

/* A phrase enters its span where it is the first or the cheapest of its label; `room` has one for each label. */
static void enter(Cell *cell, const Phrase *phrase)
{
    int at = cell->where[phrase->label];
    if (at < 0) {
        cell->where[phrase->label] = (signed char)cell->count;
        cell->phrase[cell->count++] = *phrase;
    } else if (phrase->cost < cell->phrase[at].cost)
        cell->phrase[at] = *phrase;
}

static void empty_cell(Cell *cell)
{
    cell->count = 0;
    memset(cell->where, -1, sizeof cell->where);
}

/* A copy with no more room than it takes; NULL = no memory. */
static Cell *kept_cell(const Cell *cell)
{
    Cell *kept = malloc(sizeof *kept);
    Phrase *phrases = malloc((size_t)cell->count * sizeof *phrases);
    if (!kept || !phrases) {
        free(kept);
        free(phrases);
        return NULL;
    }
    *kept = *cell;
    kept->phrase = phrases;
    memcpy(phrases, cell->phrase, (size_t)cell->count * sizeof *phrases);
    return kept;
}

/* Leave what is within the beam, in its order; of more than `most` the cheapest, in order of cost. */
static void prune(Cell *cell, double beam, int most)
{
    double least = cell->phrase[0].cost;
    for (int i = 1; i < cell->count; i++)
        least = cell->phrase[i].cost < least ? cell->phrase[i].cost : least;
    int count = 0;
    for (int i = 0; i < cell->count; i++)
        if (cell->phrase[i].cost <= least + beam)
            cell->phrase[count++] = cell->phrase[i];
    if (count > most) {
        for (int i = 1; i < count; i++) { /* as Python sorts: what costs as much stays in its order */
            Phrase moved = cell->phrase[i];
            int at = i;
            for (; at && moved.cost < cell->phrase[at - 1].cost; at--)
                cell->phrase[at] = cell->phrase[at - 1];
            cell->phrase[at] = moved;
        }
        count = most;
    }
    memset(cell->where, -1, sizeof cell->where);
    for (int i = 0; i < count; i++)
        cell->where[cell->phrase[i].label] = (signed char)i;
    cell->count = count;
}

/* What the best reading costs whose uppermost joint is at a place in a relation, and the keys in the order in which they came. */
typedef struct {
    double *cost;
    int *key, keys;
} Uppermost;

static void note_uppermost(Uppermost *uppermost, int middle, int relation, double cost)
{
    int key = middle * MOST_RELATIONS + relation;
    if (isnan(uppermost->cost[key]))
        uppermost->key[uppermost->keys++] = key;
    if (!(uppermost->cost[key] <= cost))
        uppermost->cost[key] = cost;
}

/* The phrases of a span that two neighbouring phrases make. */
static void join(const Rules *rules, const Cell *lefts, const Cell *rights, int middle, Cell *into, Uppermost *uppermost)
{
    for (int i = 0; i < lefts->count; i++) {
        const Phrase *left = &lefts->phrase[i];
        for (int p = rules->pairs[left->label]; p < rules->pairs[left->label + 1]; p++) {
            const Pair *pair = &rules->pair[p];
            if (rights->where[pair->label] < 0)
                continue;
            double both = left->cost + rights->phrase[rights->where[pair->label]].cost;
            for (int j = pair->from; j < pair->to; j++) {
                const Step *joined = &rules->joined[j];
                double cost = both + joined->cost;
                for (int u = rules->above[joined->label]; u < rules->above[joined->label + 1]; u++) {
                    const Step *up = &rules->up[u];
                    Phrase phrase = {cost + up->cost, up->label, middle, left->label, pair->label, joined->relation};
                    enter(into, &phrase);
                    if (uppermost && up->label == rules->head)
                        note_uppermost(uppermost, middle, joined->relation, phrase.cost);
                }
            }
        }
    }
}

static int read_leaves(const Rules *rules, PyObject *leaves, Chart *chart)
{
    int count = chart->places - 1;
    for (Py_ssize_t i = 0; i < PyList_Size(leaves); i++) {
        int first, last, label;
        double cost;
        if (!PyArg_ParseTuple(PyList_GetItem(leaves, i), "iiid", &first, &last, &label, &cost))
            return 0;
        if (first < 0 || last <= first || last > count || label < 0 || label >= rules->labels || !isfinite(cost)) {
            PyErr_SetString(PyExc_ValueError, "chart: (place, place after it, label, cost) of each word");
            return 0;
        }
        Cell **cell = cell_of(chart, first, last);
        if (!*cell) {
            *cell = malloc(sizeof **cell);
            Phrase *phrases = malloc((size_t)rules->labels * sizeof *phrases);
            if (!*cell || !phrases) {
                free(*cell);
                *cell = NULL;
                free(phrases);
                PyErr_NoMemory();
                return 0;
            }
            (*cell)->phrase = phrases;
            empty_cell(*cell);
        }
        for (int u = rules->above[label]; u < rules->above[label + 1]; u++) {
            Phrase phrase = {cost + rules->up[u].cost, rules->up[u].label, -1, 0, 0, -1};
            enter(*cell, &phrase);
        }
    }
    return 1;
}

/* chart(rules, leaves, count) -> (chart, for `labels` and `phrase`; [(place, relation, cost)]) */
static PyObject *chart(PyObject *module, PyObject *args)
{
    PyObject *capsule, *leaves, *list = NULL, *made = NULL;
    int count;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO!i", &capsule, &PyList_Type, &leaves, &count))
        return NULL;
    const Rules *rules = PyCapsule_GetPointer(capsule, RULES);
    if (!rules)
        return NULL;
    if (count < 0 || count > MOST_WORDS) {
        PyErr_SetString(PyExc_ValueError, "chart: places of one head");
        return NULL;
    }
    Phrase room[MOST_LABELS];
    Cell cell;
    size_t keys = (size_t)(count + 1) * MOST_RELATIONS;
    Uppermost uppermost = {malloc(keys * sizeof(double)), malloc(keys * sizeof(int)), 0};
    Chart *chart = calloc(1, sizeof *chart);
    if (chart) {
        chart->places = count + 1;
        chart->cell = calloc((size_t)(count + 1) * (size_t)(count + 1), sizeof *chart->cell);
    }
    if (!chart || !chart->cell || !uppermost.cost || !uppermost.key) {
        PyErr_NoMemory();
        goto done;
    }
    for (size_t i = 0; i < keys; i++)
        uppermost.cost[i] = NAN;
    if (!read_leaves(rules, leaves, chart))
        goto done;
    for (int width = 2; width <= count; width++)
        for (int first = 0; first + width <= count; first++) {
            Cell **here = cell_of(chart, first, first + width);
            if (*here)
                cell = **here;
            else
                empty_cell(&cell);
            if (*here)
                memcpy(room, (*here)->phrase, (size_t)cell.count * sizeof *room);
            cell.phrase = room;
            for (int middle = first + 1; middle < first + width; middle++) {
                const Cell *lefts = *cell_of(chart, first, middle), *rights = *cell_of(chart, middle, first + width);
                if (lefts && rights)
                    join(rules, lefts, rights, middle, &cell, width == count ? &uppermost : NULL);
            }
            if (!cell.count)
                continue;
            prune(&cell, rules->beam, rules->most);
            Cell *kept = kept_cell(&cell);
            if (!kept) {
                PyErr_NoMemory();
                goto done;
            }
            free_cell(*here);
            *here = kept;
        }
    list = PyList_New(0);
    for (int i = 0; list && i < uppermost.keys; i++) {
        int key = uppermost.key[i];
        if (!note(list, Py_BuildValue("(iid)", key / MOST_RELATIONS, key % MOST_RELATIONS, uppermost.cost[key])))
            Py_CLEAR(list);
    }
    if (list)
        made = PyCapsule_New(chart, CHART, drop_chart);
    if (made)
        chart = NULL; /* the capsule's */
done:
    free(uppermost.cost);
    free(uppermost.key);
    free_chart(chart);
    if (!made) {
        Py_XDECREF(list);
        return NULL;
    }
    return Py_BuildValue("(NN)", made, list);
}

/* The phrases of a span of a chart; NULL with no error set = there are none. */
static const Cell *span_of(PyObject *capsule, int first, int last)
{
    const Chart *chart = PyCapsule_GetPointer(capsule, CHART);
    if (!chart)
        return NULL;
    if (first < 0 || last < 0 || first >= chart->places || last >= chart->places) {
        PyErr_SetString(PyExc_ValueError, "a span of the chart: two of its places");
        return NULL;
    }
    return *cell_of(chart, first, last);
}

/* labels(chart, first, last) -> (label of each phrase of a span) */
static PyObject *labels(PyObject *module, PyObject *args)
{
    PyObject *capsule;
    int first, last;
    (void)module;
    if (!PyArg_ParseTuple(args, "Oii", &capsule, &first, &last))
        return NULL;
    const Cell *cell = span_of(capsule, first, last);
    PyObject *found = PyErr_Occurred() ? NULL : PyList_New(0);
    for (int i = 0; cell && found && i < cell->count; i++)
        if (!note(found, PyLong_FromLong(cell->phrase[i].label)))
            Py_CLEAR(found);
    return found;
}

/* phrase(chart, first, last, label) -> (cost, place where its parts meet, left label, right label, relation) */
static PyObject *phrase(PyObject *module, PyObject *args)
{
    PyObject *capsule;
    int first, last, label;
    (void)module;
    if (!PyArg_ParseTuple(args, "Oiii", &capsule, &first, &last, &label))
        return NULL;
    const Cell *cell = span_of(capsule, first, last);
    if (PyErr_Occurred())
        return NULL;
    if (!cell || label < 0 || label >= MOST_LABELS || cell->where[label] < 0) {
        PyErr_SetString(PyExc_KeyError, "a label of the span");
        return NULL;
    }
    const Phrase *found = &cell->phrase[(int)cell->where[label]];
    return Py_BuildValue("(diiii)", found->cost, found->middle, found->left, found->right, found->relation);
}

/* -- module ------------------------------------------------------------------------------------------------------ */

static PyMethodDef methods[] = {
    {"places", places, METH_VARARGS, "places(joints, left, right, widths, edges, end, start, tracking, never, stop, word) -> columns of edges, as bytes"},
    {"edges", edges, METH_VARARGS, "edges(columns, numbers, first, measure, most, justified, everywhere) -> lines, for the other functions"},
    {"listed", listed, METH_O, "listed(lines) -> for each node, the lines from it: (end, cost, gap)"},
    {"shortest", shortest, METH_O, "shortest(lines) -> (total, ends, costs), the last line first; None = no way through"},
    {"lengths", lengths, METH_VARARGS, "lengths(lines, orphan) -> how few and how many of them lead to the end"},
    {"of_length", of_length, METH_VARARGS, "of_length(lines, count) -> the same on just so many lines"},
    {"tables", tables, METH_VARARGS, "tables(shapes, limits, (columns, gap, deepest, one_seam), operations, floor) -> (tables or None, operations left)"},
    {"costs", costs, METH_VARARGS, "costs(tables, stories, columns, kind) -> what each depth of a piece costs at least"},
    {"ways", ways, METH_VARARGS, "ways(tables, stories, columns, kind, around) -> ([(price, stacked, first …, rest …)], operations)"},
    {"stacked", stacked, METH_VARARGS, "stacked(above, below, gap, deepest) -> what two pieces under each other cost at each depth"},
    {"under", under, METH_VARARGS, "under(around, above, gap) -> what is left for a piece of a stack, by its depth"},
    {"share_rows", share_rows, METH_VARARGS, "share_rows(costs, spans, (bands, total, gap, least), nodes, ask) -> depth of each band"},
    {"cut_depths", cut_depths, METH_VARARGS, "cut_depths(tree, costs, gap, rows) -> depth of each leaf; None = not so many rows"},
    {"rules", rules, METH_VARARGS, "rules(above, binary, head, beam, most) -> a grammar, for `chart`"},
    {"chart", chart, METH_VARARGS, "chart(rules, leaves, count) -> (phrases of every span, for `labels` and `phrase`; [(place, relation, cost)] of the whole)"},
    {"labels", labels, METH_VARARGS, "labels(chart, first, last) -> [label of each phrase of a span]"},
    {"phrase", phrase, METH_VARARGS, "phrase(chart, first, last, label) -> (cost, middle, left, right, relation)"},
    {"show", show, METH_VARARGS, "show(glyphs, texts, xs, shown, advances, em, scale, terms) -> (Tc, TJ with its array)"},
    {"fit", fit, METH_VARARGS, "fit(choices, room, prices) -> ([(choice, other setting)], lines without room, widows, feet, rows given)"},
    {"uses", uses, METH_VARARGS, "uses(arrangements, (copy, legs, gives, takes, filler), prices) -> what `cheapest` asks"},
    {"cheapest", cheapest, METH_VARARGS, "cheapest(uses, rows, most) -> [(cost, slack, arrangement, head, air, combination)], the best first"},
    {NULL, NULL, 0, NULL},
};

static int fill(PyObject *module)
{
    return PyModule_AddIntConstant(module, "EDITION", EDITION);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)fill}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_speed", "The hot loops of layout, compiled.", 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__speed(void)
{
    return PyModuleDef_Init(&definition);
}
