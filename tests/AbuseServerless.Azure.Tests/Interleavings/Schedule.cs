namespace AbuseServerless.Azure.Tests.Interleavings;

/// <summary>An order of requests: it begins with choices that are given and goes on by a rule.</summary>
/// <param name="choices">Numbers of the actors whose requests are let through first.</param>
internal sealed class Schedule(IReadOnlyList<int> choices)
{
    private readonly List<(int[] Ready, int Chosen)> _steps = [];

    /// <summary>What was done, in its order.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Where it is drawn who is next, and what becomes of the request; null: whoever was last goes on as long as it can.</summary>
    public Random? Random { get; init; }

    /// <summary>Lets the actors do all that they want to do.</summary>
    public async Task RunAsync(params Actor[] actors)
    {
        Array.ForEach(actors, actor => actor.Start());
        while (true)
        {
            var ready = new List<int>(actors.Length);
            for (var number = 0; number < actors.Length; number++)
            {
                if (await actors[number].ArriveAsync())
                {
                    ready.Add(number);
                }
            }

            if (ready.Count == 0)
            {
                return;
            }

            var chosen = Choose(ready);
            _steps.Add(([.. ready], chosen));
            Story.Add(await actors[chosen].LetThroughAsync(Fate()));
        }
    }

    /// <summary>The schedules that differ from this one first behind the given choices, and take a turn from an actor that could have gone on at most so many times.</summary>
    public IEnumerable<IReadOnlyList<int>> Others(int maximumPreemptions)
    {
        var preemptions = 0;
        for (var step = 0; step < _steps.Count; step++)
        {
            var (ready, chosen) = _steps[step];
            var last = step == 0 ? -1 : _steps[step - 1].Chosen;
            foreach (var other in step < choices.Count ? [] : ready.Where(number => number != chosen))
            {
                if (preemptions + Preempts(last, ready, other) <= maximumPreemptions)
                {
                    yield return [.. _steps.Take(step).Select(earlier => earlier.Chosen), other];
                }
            }

            preemptions += Preempts(last, ready, chosen);
        }
    }

    private static int Preempts(int last, int[] ready, int chosen) => last != chosen && ready.Contains(last) ? 1 : 0;

    private int Choose(List<int> ready)
    {
        var step = _steps.Count;
        var last = step == 0 ? -1 : _steps[step - 1].Chosen;
        return step < choices.Count ? choices[step]
            : Random is not null && Random.Next(2) == 0 ? ready[Random.Next(ready.Count)]
            : ready.Contains(last) ? last
            : ready[0];
    }

    private RequestFate Fate() => Random?.Next(24) switch
    {
        0 => RequestFate.Unsent,
        1 => RequestFate.Unanswered,
        _ => RequestFate.Answered,
    };
}
