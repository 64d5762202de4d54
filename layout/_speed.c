/* The hot loops at the speed of the machine; layout/speed.py is the only door to them.

   The plain Python functions of the same names (text/linebreak.py, makeup/planning/guillotine.py) are the specification: every
   sum is made in their order, every tie goes to whichever they take, so that results are equal bit for bit. Lengths, sizes and
   ranges of whatever comes in are checked; what is kept between two calls stands in capsules that only this file makes. */

#include <Python.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if FLT_EVAL_METHOD != 0
#error "sums of doubles would come out otherwise than in Python"
#endif

#define EDITION 1 /* as in layout/speed.py */

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
        need += n[HALF];
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
    for (Py_ssize_t i = 0; i < count; i++) {
        few[i] = least[i] = PY_SSIZE_T_MAX / 4;
        many[i] = left[i] = -1;
    }
    few[0] = many[0] = 0;
    for (Py_ssize_t start = 0; start < final; start++)
        for (Py_ssize_t i = lines->offsets[start]; many[start] >= 0 && i < lines->offsets[start + 1]; i++) {
            int32_t end = lines->end[i];
            if (few[start] + 1 < few[end])
                few[end] = few[start] + 1;
            if (many[start] + 1 > many[end])
                many[end] = many[start] + 1;
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

/* -- module ------------------------------------------------------------------------------------------------------ */

static PyMethodDef methods[] = {
    {"places", places, METH_VARARGS, "places(joints, left, right, widths, edges, end, start, tracking, never, stop, word) -> columns of edges, as bytes"},
    {"edges", edges, METH_VARARGS, "edges(columns, numbers, first, measure, most, justified, everywhere) -> lines, for the other functions"},
    {"listed", listed, METH_O, "listed(lines) -> for each node, the lines from it: (end, cost, gap)"},
    {"shortest", shortest, METH_O, "shortest(lines) -> (total, ends, costs), the last line first; None = no way through"},
    {"of_length", of_length, METH_VARARGS, "of_length(lines, count) -> the same on just so many lines"},
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
