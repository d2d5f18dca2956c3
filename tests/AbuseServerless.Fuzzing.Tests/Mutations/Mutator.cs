namespace AbuseServerless.Fuzzing.Tests.Mutations;

/// <summary>Makes inputs that are nearly right: a sample, changed in a few places.</summary>
/// <param name="samples">Right inputs, each not empty.</param>
/// <param name="tokens">Pieces that mean something to the parser, or to the code below it.</param>
/// <param name="any">Any unit.</param>
internal sealed class Mutator<T>(IReadOnlyList<T[]> samples, IReadOnlyList<T[]> tokens, Func<Random, T> any)
{
    private const int MaximumChanges = 8;

    /// <summary>The input of a seed; always the same.</summary>
    public T[] Make(int seed)
    {
        var random = new Random(seed);
        List<T> input = [.. Sample(random)];
        for (var changes = random.Next(MaximumChanges + 1); changes > 0; changes--)
        {
            Change(input, random);
        }

        return [.. input];
    }

    private T[] Sample(Random random) => samples[random.Next(samples.Count)];

    private void Change(List<T> input, Random random)
    {
        var at = random.Next(input.Count + 1);
        var length = random.Next(Math.Min(input.Count - at, 1 + random.Next(64)) + 1);
        switch (random.Next(8))
        {
            case 0:
                input.RemoveRange(at, length);
                break;
            case 1:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 2:
                input.RemoveRange(at, length);
                input.InsertRange(at, tokens[random.Next(tokens.Count)]);
                break;
            case 3:
                input.InsertRange(at, tokens[random.Next(tokens.Count)]);
                break;
            case 4 when at < input.Count:
                input[at] = any(random);
                break;
            case 5:
                input.Insert(at, any(random));
                break;
            case 6:
                input.RemoveRange(at, input.Count - at);
                break;
            default:
                Splice(input, at, Sample(random), random);
                break;
        }
    }

    private static void Splice(List<T> input, int at, T[] other, Random random)
    {
        input.RemoveRange(at, input.Count - at);
        input.AddRange(other[random.Next(other.Length)..]);
    }
}
