using System.Globalization;
using System.Text.Json.Nodes;

namespace AbuseServerless.Infra.Tests.Kusto;

/// <summary>Reads expressions over the columns of a table. Types that Kusto would not compare or that a query should not leave to it (a dynamic value with a text) are refused.</summary>
internal sealed class Expressions(Tokens tokens, IReadOnlyDictionary<string, KustoType> columns)
{
    public Expression Read()
    {
        var left = ReadComparison();
        while (tokens.TakeIf("and"))
        {
            var (first, second) = (Must(left, KustoType.Bool), Must(ReadComparison(), KustoType.Bool));
            left = new(KustoType.Bool, null, row => (bool)first.Of(row)! && (bool)second.Of(row)!);
        }

        return left;
    }

    public static Expression Must(Expression expression, KustoType type) =>
        expression.Type == type ? expression : throw new KustoException($"A {type} was expected instead of a {expression.Type}.");

    private Expression ReadComparison()
    {
        var left = ReadQuotient();
        if (tokens.TakeIf("in"))
        {
            var values = ReadList(ReadQuotient).Select(value => Must(value, left.Type)).ToList();
            return new(KustoType.Bool, null, row => values.Any(value => Equals(value.Of(row), left.Of(row))));
        }

        if (tokens.Next is not ("==" or "!=" or ">" or ">=" or "<" or "<="))
        {
            return left;
        }

        var comparison = tokens.Take();
        var right = Must(ReadQuotient(), left.Type is KustoType.Dynamic or KustoType.Bool ? throw new KustoException($"A {left.Type} is compared.") : left.Type);
        return new(KustoType.Bool, null, row => (left.Of(row), right.Of(row)) is ({ } one, { } other) && Holds(comparison, one, other));
    }

    private static bool Holds(string comparison, object one, object other) => comparison switch
    {
        "==" => Equals(one, other),
        "!=" => !Equals(one, other),
        ">" => Comparer<object>.Default.Compare(one, other) > 0,
        ">=" => Comparer<object>.Default.Compare(one, other) >= 0,
        "<" => Comparer<object>.Default.Compare(one, other) < 0,
        _ => Comparer<object>.Default.Compare(one, other) <= 0,
    };

    private Expression ReadQuotient()
    {
        var left = ReadMember();
        while (tokens.TakeIf("/"))
        {
            var (above, below) = (Must(left, KustoType.Number), Must(ReadMember(), KustoType.Number));
            left = new(KustoType.Number, null, row => (above.Of(row), below.Of(row)) is (double one, double other) ? one / other : null);
        }

        return left;
    }

    private Expression ReadMember()
    {
        var whole = ReadValue();
        while (tokens.TakeIf("."))
        {
            var (parent, name) = (Must(whole, KustoType.Dynamic), tokens.TakeName());
            whole = new(KustoType.Dynamic, $"{parent.Name}_{name}", row => (parent.Of(row) as JsonObject)?[name]);
        }

        return whole;
    }

    private Expression ReadValue()
    {
        var token = tokens.Take();
        if (token[0] == '"')
        {
            return new(KustoType.String, null, _ => token[1..^1]);
        }

        if (char.IsDigit(token[0]))
        {
            return char.IsLetter(token[^1])
                ? new(KustoType.TimeSpan, null, _ => Length(token))
                : new(KustoType.Number, null, _ => double.Parse(token, CultureInfo.InvariantCulture));
        }

        if (!Tokens.IsName(token))
        {
            throw new KustoException($"A value was expected instead of '{token}'.");
        }

        return tokens.Next == "(" ? Call(token, ReadList(Read))
            : columns.TryGetValue(token, out var type) ? new(type, token, row => row[token])
            : throw new KustoException($"There is no column {token}.");
    }

    private static Expression Call(string function, IReadOnlyList<Expression> arguments) => (function, arguments) switch
    {
        ("tostring", [var value]) => new(KustoType.String, value.Name, row => Text(value.Of(row))),
        ("strcat", [_, _, ..]) => new(KustoType.String, null, row => string.Concat(arguments.Select(value => Text(value.Of(row))))),
        ("bin", [{ Type: KustoType.DateTime } time, { Type: KustoType.TimeSpan } length]) => new(KustoType.DateTime, time.Name, row => Floor((DateTimeOffset)time.Of(row)!, (TimeSpan)length.Of(row)!)),
        _ => throw new KustoException($"{function}({string.Join(", ", arguments.Select(argument => argument.Type))}) is not known here."),
    };

    private List<Expression> ReadList(Func<Expression> read)
    {
        tokens.Expect("(");
        var list = new List<Expression> { read() };
        while (tokens.TakeIf(","))
        {
            list.Add(read());
        }

        tokens.Expect(")");
        return list;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan length) => new(time.UtcTicks - (time.UtcTicks % length.Ticks), TimeSpan.Zero);

    private static TimeSpan Length(string token) => double.Parse(token[..^1], CultureInfo.InvariantCulture) * token[^1] switch
    {
        'd' => TimeSpan.FromDays(1),
        'h' => TimeSpan.FromHours(1),
        'm' => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromSeconds(1),
    };
}
