using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Settings;

/// <summary>Checks a section by the attributes of its settings, those of sections and lists within too. Each failure is a sentence that begins with <c>Setting</c> and the full name.</summary>
internal sealed class SettingValidation<T>(string section) : IValidateOptions<T>
    where T : class
{
    // How the attributes of .NET begin.
    private const string Field = "The field ";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options) =>
        Failures(section, options).Distinct().ToList() is { Count: > 0 } failures ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Failures(string path, object options)
    {
        var before = 0;
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            var (inner, value) = ($"{path}:{property.Name}", property.GetValue(options));
            var context = new ValidationContext(options) { MemberName = property.Name, DisplayName = inner };
            var failures = property.GetCustomAttributes<ValidationAttribute>(inherit: true)
                .Where(attribute => attribute.GetType().Namespace != typeof(ValidateOptionsResult).Namespace)
                .Select(attribute => attribute.GetValidationResult(value, context))
                .OfType<ValidationResult>()
                .Select(failure => Sentence(inner, failure))
                .Concat(value is null || SettingNames.IsSetting(property.PropertyType) ? [] : Inner(inner, value));
            foreach (var failure in failures)
            {
                before++;
                yield return failure;
            }
        }

        // What several settings together may not be says nothing where one of them is wrong already.
        foreach (var failure in before == 0 && options is IValidatableObject several ? several.Validate(new ValidationContext(options)) : [])
        {
            yield return Sentence(failure.MemberNames.FirstOrDefault() is { } member ? $"{path}:{member}" : path, failure);
        }
    }

    private static IEnumerable<string> Inner(string path, object value) => value is IEnumerable list
        ? list.Cast<object>().SelectMany((item, number) => Failures(FormattableString.Invariant($"{path}:{number}"), item))
        : Failures(path, value);

    private static string Sentence(string name, ValidationResult failure)
    {
        var message = failure.ErrorMessage ?? "not valid.";
        message = message.StartsWith(Field, StringComparison.Ordinal) ? message[Field.Length..] : message;
        return message.StartsWith($"{name.Split(':')[0]}:", StringComparison.Ordinal) ? $"Setting {message}" : $"Setting {name}: {message}";
    }
}
