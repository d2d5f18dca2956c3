using System.Globalization;

namespace AbuseServerless.Local.Demo;

/// <summary>The accounts of a day that something happens to. Times are UTC; 00:00 is nine in the morning in Tokyo.</summary>
internal static class Stories
{
    public static void Tell(StoryBook book)
    {
        Honest(book);
        Guessed(book);
        AtTheThreshold(book);
        Stolen(book);
    }

    private static void Honest(StoryBook book)
    {
        book.Begin("traveller@example.jp", "A business traveller: Tokyo at the gate, Seoul, Singapore, and Frankfurt at midnight.", 4, honest: true);
        book.Stay("JP", "00:01", "00:14", 3);
        book.Stay("KR", "02:50", "03:50", 3);
        book.Stay("SG", "10:30", "11:00", 3);
        book.Stay("DE", "23:50", "23:58", 2);

        book.Begin("salesman@example.jp", "Osaka in the morning, Taipei for the afternoon, home at night.", 2, honest: true);
        book.Stay("JP", "00:10", "01:00", 4);
        book.Stay("TW", "07:00", "10:00", 6);
        book.Stay("JP", "17:00", "22:00", 4);

        book.Begin("conductor@example.jp", "A conductor on night trains: five small distances, five countries; suspicious, and no abuse.", 5, honest: true);
        book.Stay("BE", "00:30", "03:00", 4);
        book.Stay("LU", "06:00", "07:00", 3);
        book.Stay("DE", "10:00", "12:00", 4);
        book.Stay("NL", "15:00", "17:00", 4);
        book.Stay("FR", "21:00", "23:00", 4);

        book.Begin("scanner@example.jp", "A printer in the office, which only the provider's own network sees.", 0, honest: true);
        book.Inside("192.168.10.20", "00:00", "10:00", 40);

        book.Begin("helpdesk@example.jp", "The office by its private network and, at night, a phone.", 1, honest: true);
        book.Inside("10.20.30.40", "00:00", "09:00", 20);
        book.Stay("JP", "11:00", "14:00", 5);
    }

    private static void Guessed(StoryBook book)
    {
        for (var i = 1; i <= 6; i++)
        {
            book.Begin(Name("guessed", i), "Its owner is at home; others try passwords from fifteen countries, and none is right.", 1, honest: true);
            book.Stay("JP", "00:20", "13:00", 6);
            book.Guess(book.Abroad(15), 4);
        }
    }

    private static void AtTheThreshold(StoryBook book)
    {
        for (var i = 1; i <= 4; i++)
        {
            book.Begin(Name("bot-nine", i), "Stolen, and used from exactly nine countries, from the first quarter of an hour of the day to the last.", 9);
            book.Roam(book.Abroad(9), "00:05", "23:55", 2);

            book.Begin(Name("bot-ten", i), "Stolen, and used from exactly ten countries, from the first quarter of an hour of the day to the last.", 10);
            book.Roam(book.Abroad(10), "00:05", "23:55", 2);

            book.Begin(Name("bot-ten-with-owner", i), "Its owner is at home, and machines use it from nine countries: ten with his own.", 10);
            book.Stay("JP", "00:30", "12:00", 6);
            book.Roam(book.Abroad(9), "08:00", "16:00", 2);
        }

        for (var i = 1; i <= 2; i++)
        {
            book.Begin(Name("bot-nine-and-failures", i), "Used from nine countries, tried without success from others; nine is what counts.", 9);
            var countries = book.Abroad(14);
            book.Roam(countries.AsSpan(0, 9), "03:00", "21:00", 2);
            book.Guess(countries.AsSpan(9), 4);
        }

        for (var i = 1; i <= 6; i++)
        {
            book.Begin(Name("bot-slow", i), "A new country every four hours: it would have ten only after a day and a half, and no day ever has them.", 6);
            book.Roam(book.Abroad(6), "01:00", "21:00", 1);
        }
    }

    private static void Stolen(StoryBook book)
    {
        for (var i = 1; i <= 12; i++)
        {
            var countries = 11 + 2 * i;
            book.Begin(Name("bot-fast", i), string.Create(CultureInfo.InvariantCulture, $"Its owner is at home; {countries} countries within two hours."), countries + 1);
            book.Stay("JP", "00:15", "12:30", 5);
            var begin = string.Create(CultureInfo.InvariantCulture, $"{i + 4:00}:10");
            var end = string.Create(CultureInfo.InvariantCulture, $"{i + 6:00}:05");
            book.Roam(book.Abroad(countries), begin, end, 2);
        }

        // What the busiest account of OCN Mail did on 1 January 2019.
        book.Begin("bot-new-year@example.jp", "Fifty countries in one day.", 50);
        book.Roam(book.Abroad(50), "00:02", "23:40", 5);
    }

    private static string Name(string role, int number) => string.Create(CultureInfo.InvariantCulture, $"{role}-{number}@example.jp");
}
